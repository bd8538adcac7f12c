// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Cli _cli = new();

    public static TheoryData<string> Paths => [.. CommandTree.All().Select(entry => entry.Path)];

    public static TheoryData<string> Leaves => [.. CommandTree.All().Where(entry => entry.Command.Subcommands.Count == 0).Select(entry => entry.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_command_has_help_that_names_the_exit_statuses(string path)
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"{path} --help"));
        Assert.Contains("Usage:", _cli.Output);
        Assert.Contains("Exit status: 0 success, 1 usage,", _cli.Output);
        Assert.Empty(_cli.Error);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public async Task Every_command_that_does_something_has_examples(string path)
    {
        await _cli.RunAsync($"{path} -h");
        Assert.Contains("Examples:\n  ", _cli.Output);
        Assert.Contains($"preserve {path}", _cli.Output[_cli.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Every_command_and_each_of_its_options_is_in_a_manual_page(string path)
    {
        string pages = string.Concat(Directory.GetFiles(Path.Combine(Checkout.Root, "docs", "man"), "*.8").Select(File.ReadAllText)).Replace("\\-", "-");
        Assert.Matches($@"\.BI? ""?preserve {path}", pages);
        foreach (string option in CommandTree.All().Single(entry => entry.Path == path).Command.Options.Select(option => option.Name))
        {
            Assert.Contains(option, pages);
        }
    }

    [Fact]
    public async Task The_version_is_that_of_the_product()
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync("--version"));
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", _cli.Output);
    }

    public void Dispose() => _cli.Dispose();
}
