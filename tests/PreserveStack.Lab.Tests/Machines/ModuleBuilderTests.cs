// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class ModuleBuilderTests
{
    [Fact]
    public async Task Compile_errors_are_shown()
    {
        using var folder = new TemporaryFolder();
        ModuleBuilder builder = Prepare(folder, "modules:\n\t@echo 'conn.c:7: error: nope' >&2; exit 2\n");
        MachineException exception = await Assert.ThrowsAsync<MachineException>(
            () => builder.BuildAsync(folder.File("kmod"), KernelOf(folder), forDebugger: false, CancellationToken.None));
        Assert.Contains("building the kernel module for 6.1-test failed", exception.Message, StringComparison.Ordinal);
        Assert.Contains("conn.c:7: error: nope", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_is_kept_until_a_source_changes()
    {
        using var folder = new TemporaryFolder();
        ModuleBuilder builder = Prepare(folder, "modules:\n\tcp $(M)/main.c $(M)/preserve.ko\n\techo built >>count\n");
        LinuxKernel kernel = KernelOf(folder);
        string first = Assert.Single(await builder.BuildAsync(folder.File("kmod"), kernel, forDebugger: false, CancellationToken.None));
        string again = Assert.Single(await builder.BuildAsync(folder.File("kmod"), kernel, forDebugger: false, CancellationToken.None));
        Assert.Equal(first, again);
        await File.WriteAllTextAsync(folder.File("kmod/main.c"), "int b;");
        string changed = Assert.Single(await builder.BuildAsync(folder.File("kmod"), kernel, forDebugger: false, CancellationToken.None));
        Assert.NotEqual(first, changed);
        Assert.Equal("int b;", await File.ReadAllTextAsync(changed));
        Assert.Equal(2, (await File.ReadAllLinesAsync(folder.File("kernel/count"))).Length);
    }

    [Fact]
    public async Task A_checkout_without_the_module_is_told_so()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("empty"));
        await Assert.ThrowsAsync<LabPrerequisiteException>(() => new ModuleBuilder(new LabCache(folder.File("cache")))
            .BuildAsync(folder.File("empty"), KernelOf(folder), forDebugger: false, CancellationToken.None));
    }

    private static ModuleBuilder Prepare(TemporaryFolder folder, string kernelMakefile)
    {
        Directory.CreateDirectory(folder.File("kmod"));
        Directory.CreateDirectory(folder.File("kernel"));
        File.WriteAllText(folder.File("kmod/Makefile"), "obj-m := preserve.o\n");
        File.WriteAllText(folder.File("kmod/main.c"), "int a;");
        File.WriteAllText(folder.File("kernel/Makefile"), kernelMakefile);
        return new ModuleBuilder(new LabCache(folder.File("cache")));
    }

    private static LinuxKernel KernelOf(TemporaryFolder folder) =>
        new() { Release = "6.1-test", Key = "test", Image = "/none", BuildDirectory = folder.File("kernel") };
}
