// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Cli.Tests;

public class ConfigurationTests
{
    [Fact]
    public async Task The_labs_defaults_come_from_the_file()
    {
        using var cli = new Cli().WithConfiguration("""{ "vm": "uml", "jobs": 4, "cache": "/tmp" }""");
        Assert.Equal(ExitStatus.Success, await cli.RunAsync("config show --lab --json"));
        Assert.Equal("uml", cli.Json.GetProperty("vm").GetString());
        Assert.Null(cli.Json.GetProperty("kernel").GetString());
        Assert.Equal(4, cli.Json.GetProperty("jobs").GetInt32());
    }

    [Fact]
    public async Task The_environment_wins_over_the_file()
    {
        const string prefix = "PRESERVE_OF_ONE_TEST_";
        Environment.SetEnvironmentVariable(prefix + "KERNEL", "6.12");
        using Cli cli = new Cli { Variables = prefix }.WithConfiguration("""{ "kernel": "6.1", "vm": "uml" }""");
        await cli.RunAsync("config show --lab --json");
        Assert.Equal("6.12", cli.Json.GetProperty("kernel").GetString());
        Assert.Equal("uml", cli.Json.GetProperty("vm").GetString());
    }

    [Fact]
    public async Task An_option_wins_over_the_file()
    {
        using var cli = new Cli().WithConfiguration("""{ "kernel": "6.12" }""");
        await cli.RunAsync("lab exec two-links --kernel 6.1 -- ls");
        Assert.Equal("6.1", cli.Lab.ExecOptions!.Machine.Kernel);
        await cli.RunAsync("lab exec two-links -- ls");
        Assert.Equal("6.12", cli.Lab.ExecOptions!.Machine.Kernel);
    }

    [Theory]
    [InlineData("""{ "vm": "xen" }""", "preserve: configuration: vm cannot be 'xen': it takes qemu, uml, debug")]
    [InlineData("""{ "kernel": "5.10" }""", "preserve: configuration: kernel cannot be '5.10': it takes 6.1, 6.12, 7.3")]
    [InlineData("""{ "jobs": 0 }""", "preserve: configuration: jobs cannot be '0': it takes a whole number from 1 to 64")]
    [InlineData("""{ "jobs": "many" }""", "preserve: configuration: jobs cannot be 'many': it takes a whole number from 1 to 64")]
    [InlineData("""{ "cache": "here" }""", "preserve: configuration: cache cannot be 'here': it takes an absolute path")]
    public async Task A_value_that_is_not_allowed_is_refused(string json, string expected)
    {
        using var cli = new Cli().WithConfiguration(json);
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync("lab exec two-links -- ls"));
        Assert.Equal(expected + "\n", cli.Error);
    }

    [Theory]
    [InlineData("""{ "kernl": "6.1" }""", ": unknown key 'kernl': did you mean 'kernel'?")]
    [InlineData("""{ "colour": "6.1" }""", ": unknown key 'colour': it takes vm, kernel, jobs, cache")]
    [InlineData("{ vm", " is not valid JSON: ")]
    public async Task A_file_with_a_mistake_is_named(string json, string expected)
    {
        using var cli = new Cli().WithConfiguration(json);
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync("config show --lab"));
        Assert.Contains("config.json" + expected, cli.Error);
        Assert.Single(cli.Error.TrimEnd('\n').Split('\n'));
    }
}
