// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class ImageListTests
{
    [Fact]
    public void A_list_says_what_is_put_where()
    {
        var list = ImageSpecification.Parse("""
            # comment
            program /usr/bin/bash /usr/bin/ls
            tree /usr/lib/python3.11 -test -*.pyc
            boot virtio_pci
            root virtiofs
            module veth   # trailing
            """);
        Assert.Equal(["/usr/bin/bash", "/usr/bin/ls"], list.Programs);
        ImageTree tree = Assert.Single(list.Trees);
        Assert.Equal("/usr/lib/python3.11", tree.Path);
        Assert.Equal(["test", "*.pyc"], tree.Excluded);
        Assert.Equal(["virtio_pci"], list.BootModules);
        Assert.Equal(["virtiofs"], list.RootModules);
        Assert.Equal(["veth"], list.Modules);
    }

    [Fact]
    public void An_unknown_word_is_refused() =>
        Assert.Contains("'prog'", Assert.Throws<FormatException>(() => ImageSpecification.Parse("prog x")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_list_of_the_product_can_be_read()
    {
        var list = ImageSpecification.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "vm", "image.list")));
        Assert.Contains("/usr/sbin/sshd", list.Programs);
        Assert.Contains("sch_netem", list.BootModules);
        Assert.Empty(list.Programs.GroupBy(program => program).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public async Task A_program_that_the_host_lacks_is_named_with_what_installs_it()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("vm/init"));
        await File.WriteAllTextAsync(folder.File("vm/image.list"), "program /usr/bin/no-such-tool\n");
        await File.WriteAllTextAsync(folder.File("vm/init/init.c"), "int main(void) { return 0; }\n");
        var paths = new LabPaths { Root = folder.Path, Cache = folder.File("cache") };
        var kernel = new LinuxKernel { Release = "6.1-test", Key = "test", Image = "/none", BuildDirectory = "/none" };
        LabPrerequisiteException exception = await Assert.ThrowsAsync<LabPrerequisiteException>(
            () => new MachineBuilds(paths).ImageAsync(kernel, CancellationToken.None));
        Assert.Contains("/usr/bin/no-such-tool", exception.Message, StringComparison.Ordinal);
        Assert.Contains("packages.list", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Modules_come_after_what_they_need()
    {
        var modules = KernelModuleSet.Parse("""
            kernel/net/sched/sch_htb.ko:
            kernel/drivers/char/virtio_console.ko: kernel/drivers/virtio/virtio.ko kernel/drivers/virtio/virtio_ring.ko
            kernel/net/nf-tables.ko.xz: kernel/net/nfnetlink.ko.xz

            """);
        Assert.Equal(
            ["kernel/drivers/virtio/virtio_ring.ko", "kernel/drivers/virtio/virtio.ko", "kernel/drivers/char/virtio_console.ko"],
            modules.FilesOf(["virtio_console", "not-in-this-kernel"]));
        Assert.Equal(["kernel/net/nfnetlink.ko.xz", "kernel/net/nf-tables.ko.xz"], modules.FilesOf(["nf_tables"]));
        Assert.Equal("kernel/net/nf-tables.ko", KernelModuleSet.Unpacked("kernel/net/nf-tables.ko.xz"));
    }

    [Fact]
    public void Libraries_are_read_from_what_ldd_prints() => Assert.Equal(
        ["/lib/x86_64-linux-gnu/libtinfo.so.6", "/lib64/ld-linux-x86-64.so.2"],
        SharedLibraries.PathsIn("""
            /usr/bin/bash:
            	linux-vdso.so.1 (0x00007ffd)
            	libtinfo.so.6 => /lib/x86_64-linux-gnu/libtinfo.so.6 (0x00007f0)
            	/lib64/ld-linux-x86-64.so.2 (0x00007f1)
            /usr/bin/script:
            	not a dynamic executable
            """));
}
