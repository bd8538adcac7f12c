// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;
using Xunit;

namespace PreserveStack.Module.Tests;

public sealed class KernelModuleTests : IDisposable
{
    private readonly FakeKernel _kernel = new();
    private readonly ScriptedTools _tools = new();
    private readonly string _sources;
    private readonly ModuleCache _cache;

    public KernelModuleTests()
    {
        _sources = Path.Combine(_kernel.Root, "kmod");
        Directory.CreateDirectory(Path.Combine(_sources, "compat"));
        File.WriteAllText(Path.Combine(_sources, "main.c"), "int x;");
        File.WriteAllText(Path.Combine(_sources, "Makefile"), "module:");
        File.WriteAllText(Path.Combine(_sources, "compat", "compat.h"), "");
        _cache = new ModuleCache(_sources, Path.Combine(_kernel.Root, "cache"));
    }

    private KernelModule Module => new(_kernel.Files, _tools, _cache);

    [Theory]
    [InlineData("6.1.0-35-cloud-amd64", true)]
    [InlineData("6.12.12-amd64", true)]
    [InlineData("7.0-rc1", true)]
    [InlineData("6.0.12", false)]
    [InlineData("5.10.0-32-amd64", false)]
    public void Kernels_from_6_1_on_are_supported(string text, bool supported)
    {
        Assert.True(KernelRelease.TryParse(text, out KernelRelease? release));
        Assert.Equal(supported, release.IsSupported);
        Assert.Equal($"linux-headers-{text}", release.HeadersPackage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("linux")]
    [InlineData("6")]
    [InlineData("6.x")]
    [InlineData("../6.1")]
    public void What_is_no_release_is_not_taken_for_one(string text) => Assert.False(KernelRelease.TryParse(text, out _));

    [Fact]
    public void Status_tells_what_is_missing()
    {
        ModuleStatus status = Module.Status(new PreserveModule(_kernel.Files));
        Assert.Equal(
            new ModuleStatus(false, null, false, null, FakeKernel.Release, true, false, $"linux-headers-{FakeKernel.Release}", null), status);
    }

    [Fact]
    public void Status_tells_the_version_and_the_switch_of_a_loaded_module()
    {
        ModuleStatus status = Module.Status(new PreserveModule(_kernel.Load("1.2.3").WithHeaders().Files));
        Assert.Equal((true, "1.2.3", true, false, true), (status.Loaded, status.Version, status.Paths, status.Enabled, status.HeadersInstalled));
    }

    [Fact]
    public async Task Building_without_headers_names_their_package()
    {
        var exception = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => Module.BuildAsync(null, default));
        Assert.Contains($"apt-get install linux-headers-{FakeKernel.Release}", exception.Message);
    }

    [Fact]
    public async Task Building_for_an_old_kernel_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ModuleException>(() => Module.BuildAsync("5.10.0-32-amd64", default));
        Assert.Equal("kernel 5.10.0-32-amd64 is too old: the module needs 6.1 or newer", exception.Message);
    }

    [Fact]
    public async Task A_module_is_built_once_for_the_same_sources()
    {
        _kernel.WithHeaders();
        _tools.On("make", BuildInStaging);
        string first = await Module.BuildAsync(null, default);
        string second = await Module.BuildAsync(null, default);
        Assert.Equal(first, second);
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(first)!, "preserve_paths.ko")));
        Assert.Single(_tools.Calls);

        File.WriteAllText(Path.Combine(_sources, "main.c"), "int y;");
        Assert.NotEqual(first, await Module.BuildAsync(null, default));
        Assert.Equal(2, _tools.Calls.Count);
    }

    [Fact]
    public async Task A_failed_build_tells_the_compilers_first_error_and_leaves_nothing_behind()
    {
        _kernel.WithHeaders();
        _tools.On("make", _ => new ToolResult(2, "  CC main.o\nmain.c:3:1: error: unknown type name 'foo'\nmake: *** [all] Error 2\n"));
        var exception = await Assert.ThrowsAsync<ModuleException>(() => Module.BuildAsync(null, default));
        Assert.EndsWith("main.c:3:1: error: unknown type name 'foo'", exception.Message);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_kernel.Root, "cache")));
    }

    [Fact]
    public async Task Loading_a_loaded_module_does_nothing()
    {
        _kernel.Load();
        Assert.False(await Module.LoadAsync(null, default));
        Assert.Empty(_tools.Calls);
    }

    [Fact]
    public async Task Both_modules_are_loaded_the_first_one_first_and_unloaded_the_other_way()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        _kernel.WithHeaders();
        _tools.On("make", BuildInStaging);
        _tools.On("insmod", _ => new ToolResult(0, ""));
        _tools.On("rmmod", _ => new ToolResult(0, ""));
        Assert.True(await Module.LoadAsync(null, default));
        Assert.Equal(["preserve.ko", "preserve_paths.ko"], _tools.Calls.Skip(1).Select(Path.GetFileName));

        _kernel.Load();
        await Module.UnloadAsync(default);
        Assert.Equal("rmmod preserve_paths preserve", _tools.Calls[^1]);
    }

    [Fact]
    public async Task Unloading_what_is_not_loaded_is_an_error() =>
        Assert.Equal("the module is not loaded: there is nothing to unload", (await Assert.ThrowsAsync<ModuleException>(() => Module.UnloadAsync(default))).Message);

    [Fact]
    public async Task What_insmod_says_is_passed_on()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.EndsWith("takes root: run it with sudo", (await Assert.ThrowsAsync<ModuleException>(() => Module.LoadAsync("x.ko", default))).Message);
            return;
        }

        _tools.On("insmod", _ => new ToolResult(1, "insmod: ERROR: could not insert module x.ko: Invalid module format\n"));
        var exception = await Assert.ThrowsAsync<ModuleException>(() => Module.LoadAsync("x.ko", default));
        Assert.Contains("Invalid module format; 'dmesg | tail' tells more", exception.Message);
    }

    [Fact]
    public async Task A_tool_that_is_not_there_is_something_to_install() =>
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => new ToolRunner().RunAsync("no-such-tool", [], default));

    [Fact]
    public async Task A_tools_status_and_output_are_returned()
    {
        ToolResult result = await new ToolRunner().RunAsync("sh", ["-c", "echo one; echo two >&2; exit 3"], default);
        Assert.Equal(new ToolResult(3, "one\ntwo\n"), result);
    }

    public void Dispose() => _kernel.Dispose();

    private static ToolResult BuildInStaging(IReadOnlyList<string> arguments)
    {
        Assert.True(File.Exists(Path.Combine(arguments[1], "compat", "compat.h")));
        File.WriteAllText(Path.Combine(arguments[1], "preserve.ko"), "ELF");
        File.WriteAllText(Path.Combine(arguments[1], "preserve_paths.ko"), "ELF");
        return new ToolResult(0, "");
    }
}
