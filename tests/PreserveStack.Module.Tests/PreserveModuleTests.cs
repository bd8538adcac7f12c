// SPDX-License-Identifier: MIT
using PreserveStack.Module.Namespaces;
using PreserveStack.Module.Paths;
using PreserveStack.Module.Sysctls;
using Xunit;

namespace PreserveStack.Module.Tests;

public sealed class PreserveModuleTests : IDisposable
{
    private readonly FakeKernel _kernel = new();

    [Fact]
    public void Without_the_module_everything_says_that_it_is_not_loaded()
    {
        var module = new PreserveModule(_kernel.Files);
        Assert.Throws<ModuleNotLoadedException>(module.ReadConnections);
        Assert.Throws<ModuleNotLoadedException>(module.ReadCounters);
        Assert.Throws<ModuleNotLoadedException>(module.ReadSettings);
        Assert.Throws<ModuleNotLoadedException>(() => module.WriteSetting("enabled", "1"));
    }

    [Fact]
    public void Without_its_second_half_what_needs_that_says_so()
    {
        var module = new PreserveModule(_kernel.Load().UnloadPaths().Files);
        Assert.Throws<PathsNotLoadedException>(module.ReadPaths);
        Assert.Throws<PathsNotLoadedException>(module.ReadReorder);
        Assert.Throws<PathsNotLoadedException>(module.ReadConfiguration);
        Assert.Throws<PathsNotLoadedException>(() => module.ReadSetting("scheduler.enabled"));
        Assert.Throws<PathsNotLoadedException>(() => module.WriteSetting("scheduler.enabled", "1"));
        Assert.Throws<PathsNotLoadedException>(() => module.WritePaths(new PathTransaction().Clear()));
    }

    [Fact]
    public void Without_its_second_half_the_settings_of_the_first_are_there()
    {
        var module = new PreserveModule(_kernel.Load().UnloadPaths().Files);
        Assert.Equal("1", module.WriteSetting("enabled", "1").Value);
        Assert.DoesNotContain(module.ReadSettings(), setting => setting.Entry.Key.Contains('.', StringComparison.Ordinal));
    }

    [Fact]
    public void Counters_come_from_the_file_of_the_namespace()
    {
        _kernel.Load().WithTable("stats", "SynSent 3\n");
        Assert.Equal(3ul, Assert.Single(new PreserveModule(_kernel.Files).ReadCounters()).Value);
    }

    [Fact]
    public void A_malformed_table_is_an_error_with_its_path_and_line()
    {
        _kernel.Load().WithTable("stats", "SynSent\n");
        var exception = Assert.Throws<ModuleException>(new PreserveModule(_kernel.Files).ReadCounters);
        Assert.StartsWith($"{_kernel.Files.Tables}/stats, line 1: ", exception.Message);
    }

    [Fact]
    public void A_value_that_is_written_is_read_back()
    {
        var module = new PreserveModule(_kernel.Load().Files);
        Assert.Equal("2", module.WriteSetting("rto_threshold", "2").Value);
        Assert.Equal("2", module.ReadSetting("rto_threshold").Value);
    }

    [Fact]
    public void A_value_out_of_bounds_is_refused_before_it_reaches_the_kernel()
    {
        var module = new PreserveModule(_kernel.Load().Files);
        Assert.Throws<ValueOutOfBoundsException>(() => module.WriteSetting("rto_threshold", "16"));
        Assert.Equal("1", module.ReadSetting("rto_threshold").Value);
    }

    [Fact]
    public void Settings_that_an_older_module_lacks_are_left_out()
    {
        _kernel.Load();
        File.Delete($"{_kernel.Files.Settings}/tail_probe");
        IReadOnlyList<SysctlValue> settings = new PreserveModule(_kernel.Files).ReadSettings();
        Assert.Equal(SysctlCatalog.Entries.Count - 1, settings.Count);
    }

    [Fact]
    public void A_namespace_that_does_not_exist_is_named()
    {
        var module = new PreserveModule(_kernel.Load().Files, new NetworkNamespace("no-such-namespace"));
        Assert.StartsWith("there is no network namespace 'no-such-namespace'", Assert.Throws<ModuleException>(module.ReadSettings).Message);
    }

    public void Dispose() => _kernel.Dispose();
}
