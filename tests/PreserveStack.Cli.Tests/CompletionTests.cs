// SPDX-License-Identifier: MIT
using System.Diagnostics;
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly Cli _cli = new();

    [Fact]
    public async Task The_completion_in_docs_is_that_of_the_command_tree()
    {
        await _cli.RunAsync("completion bash");
        Assert.Equal(_cli.Output, File.ReadAllText(Path.Combine(Checkout.Root, "docs", "completion", "preserve.bash")));
    }

    [Theory]
    [InlineData("con", "connections config")]
    [InlineData("lab e", "exec")]
    [InlineData("lab exec --vm ", "qemu uml debug")]
    [InlineData("lab exec two-links --no-m", "--no-module")]
    [InlineData("config set rest", "restore_delay_ms")]
    [InlineData("config get scheduler.pro", "scheduler.probe_interval_ms")]
    [InlineData("paths s", "set")]
    [InlineData("paths set --mode ", "weighted adaptive redundant failover")]
    [InlineData("paths remove lo", "lo")]
    [InlineData("--json module st", "status")]
    [InlineData("stats --j", "--json")]
    public async Task Bash_completes(string line, string expected)
    {
        await _cli.RunAsync("completion bash");
        string words = string.Join(' ', line.Split(' ').Select(word => $"'{word}'"));
        string script = $"{_cli.Output}\nCOMP_WORDS=(preserve {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _preserve; echo \"${{COMPREPLY[*]}}\"";
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal(expected + "\n", await bash.StandardOutput.ReadToEndAsync());
        await bash.WaitForExitAsync();
    }

    public void Dispose() => _cli.Dispose();
}
