// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class ConfigApplyTests : IDisposable
{
    private const string Good =
        """
        settings: {scheduler.enabled: 1, follow: 0}
        paths:
          default: {mode: adaptive, devices: {tunl1: 1, tunl2: 6}}
        """;

    private const string Changes =
        "change   key                          value\n"
        + "changed  follow                       1 -> 0\n"
        + "changed  scheduler.enabled            0 -> 1\n"
        + "added    paths.default.mode           adaptive\n"
        + "added    paths.default.devices.tunl1  1\n"
        + "added    paths.default.devices.tunl2  6\n";

    private readonly Cli _cli = new Cli().WithModule();

    [Fact]
    public async Task Applying_tells_what_changed_and_the_second_time_that_nothing_did()
    {
        string file = _cli.WithFile("good.yaml", Good);
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"config apply {file}"));
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"config apply {file}"));
        Assert.Equal($"{Changes}Applied.\nNothing to change: all of it is in force.\n", _cli.Output);
        Assert.Equal(
            ["follow 0", "paths mode adaptive default; tunl1 1 default; tunl2 6 default", "scheduler/enabled 1"],
            _cli.Paths.Written);
    }

    [Theory]
    [InlineData("config diff FILE")]
    [InlineData("config apply FILE --dry-run")]
    public async Task Looking_changes_nothing(string line)
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync(line.Replace("FILE", _cli.WithFile("good.yaml", Good))));
        Assert.Equal($"{Changes}Nothing was changed; 'preserve config apply' does it.\n", _cli.Output);
        Assert.Empty(_cli.Paths.Written);
    }

    [Fact]
    public async Task As_json_the_changes_have_stable_keys()
    {
        await _cli.RunAsync($"config apply {_cli.WithFile("good.yaml", Good)} --json");
        Assert.True(_cli.Json.GetProperty("applied").GetBoolean());
        Assert.Equal(
            """{"change":"changed","key":"follow","old":"1","new":"0"}""",
            System.Text.Json.JsonSerializer.Serialize(_cli.Json.GetProperty("changes")[0]));
        Assert.Equal("added", _cli.Json.GetProperty("changes")[2].GetProperty("change").GetString());
    }

    [Theory]
    [InlineData("config apply")]
    [InlineData("config apply --dry-run")]
    [InlineData("config diff")]
    public async Task Every_mistake_of_a_file_is_a_line_with_its_place_and_nothing_is_written(string line)
    {
        string file = _cli.WithFile("bad.yaml", "settings: {enabled: 1, folow: 0}\npaths: {default: {devices: {tunnl1: 1}}}\n");
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync($"{line} {file}"));
        Assert.Equal(
            $"preserve: {file}:1:24: unknown key 'folow': did you mean 'follow'?\n"
            + $"preserve: {file}:2:29: there is no device 'tunnl1' in this network namespace: did you mean 'tunl1'?\n",
            _cli.Error);
        Assert.Empty(_cli.Output);
        Assert.Empty(_cli.Paths.Written);
    }

    [Fact]
    public async Task A_write_that_fails_is_one_line_that_says_that_the_rest_was_put_back()
    {
        _cli.Paths.Refuse = record => record == "scheduler/enabled 1" ? (KernelError)12 : KernelError.None;
        Assert.Equal(ExitStatus.Failure, await _cli.RunAsync($"config apply {_cli.WithFile("good.yaml", Good)}"));
        Assert.Matches("^preserve: the kernel refused scheduler.enabled = 1: .*; all that was changed before it was put back\n$", _cli.Error);
        Assert.Empty(_cli.Output);
        Assert.Equal("1\n", await File.ReadAllTextAsync($"{_cli.Files.Settings}/follow"));
    }

    [Fact]
    public async Task Without_root_nothing_is_changed()
    {
        _cli.Paths.Refuse = _ => KernelError.AccessDenied;
        Assert.Equal(ExitStatus.Failure, await _cli.RunAsync($"config apply {_cli.WithFile("good.yaml", Good)}"));
        Assert.Equal("preserve: changing net.preserve.follow takes root; nothing was changed\n", _cli.Error);
    }

    [Fact]
    public async Task What_is_in_force_can_be_saved_and_applied_again()
    {
        await _cli.RunAsync($"config apply {_cli.WithFile("good.yaml", Good)}");
        using Cli second = new Cli().WithModule();
        string saved = await Save();
        Assert.Equal(ExitStatus.Success, await second.RunAsync($"config apply {second.WithFile("saved.yaml", saved)}"));
        Assert.Equal(Changes + "Applied.\n", second.Output);
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"config diff {_cli.WithFile("saved.yaml", saved)}"));
        Assert.EndsWith("Nothing to change: all of it is in force.\n", _cli.Output);
    }

    [Theory]
    [InlineData("config apply /no/such/file.yaml", "cannot read /no/such/file.yaml: there is no such file")]
    [InlineData("config diff /proc", "cannot read /proc: it is a folder")]
    [InlineData("config apply", "required argument missing for command: 'apply'; see 'preserve config apply --help'")]
    [InlineData("config show --yaml --json", "--yaml writes a whole configuration: leave out --json")]
    [InlineData("config show --yaml --changed", "--yaml writes a whole configuration: leave out --changed")]
    public async Task A_wrong_command_line_is_one_clear_line(string line, string expected)
    {
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync(line));
        Assert.Equal($"preserve: {expected}\n", _cli.Error);
    }

    [Theory]
    [InlineData("config show --yaml")]
    [InlineData("config apply FILE")]
    [InlineData("config diff FILE")]
    public async Task Without_the_module_the_error_says_how_to_load_it(string line)
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync(line.Replace("FILE", cli.WithFile("good.yaml", Good))));
        Assert.Equal("preserve: the module is not loaded: 'preserve module load' loads it\n", cli.Error);
    }

    [Fact]
    public async Task The_example_of_the_manual_page_is_a_good_file()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "man", "preserve.conf.5"));
        string[] lines = [.. page.Split('\n').SkipWhile(line => line != ".nf").Skip(1).TakeWhile(line => line != ".fi")];
        string file = _cli.WithFile("example.yaml", string.Join('\n', lines).Replace("\\-", "-"));
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"config diff {file}"));
        Assert.Contains("scheduler.enabled", _cli.Output);
        Assert.Contains("paths.default.devices.tunl1", _cli.Output);
    }

    public void Dispose() => _cli.Dispose();

    private async Task<string> Save()
    {
        int before = _cli.Output.Length;
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("config show --yaml"));
        return _cli.Output[before..];
    }
}
