// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace PreserveStack.Cli.Tests;

/// <summary>Boots a machine at a terminal, and debugs it as docs/gdb.md says.</summary>
public sealed class GdbTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Gdb_stops_in_the_module_knows_lines_and_types_and_lets_the_machine_go_on()
    {
        using var limit = new CancellationTokenSource(Limit);
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string preserve = Path.Combine(AppContext.BaseDirectory, "preserve.dll");
        using Process shell = Start("script", "-qfec", $"'{dotnet}' '{preserve}' lab shell two-links --vm uml --gdb --no-host-root", "/dev/null");
        try
        {
            string script = (await ReadUntilAsync(shell, new Regex(@"type: gdb -x (\S+)\s"), limit.Token)).Groups[1].Value;
            using Process gdb = Start(
                "gdb", "--batch", "-nx", "-x", script, "-ex", "break preserve_mib_show", "-ex", "continue", "-ex", "backtrace 3", "-ex", "print sizeof(*seq) > 0");
            await ReadUntilAsync(gdb, new Regex(@"Breakpoint 1 at "), limit.Token);
            await shell.StandardInput.WriteLineAsync("ip netns exec client head -n 1 /proc/net/preserve/stats; echo st'ill 'alive");
            string stopped = await gdb.StandardOutput.ReadToEndAsync(limit.Token);
            Assert.Matches(@"Breakpoint 1, preserve_mib_show \(seq=0x[0-9a-f]+, [^)]+\)\s+at \S*/kmod/\S+\.c:\d+\n\d+\t", stopped);
            Assert.Matches(@"#1 .* in stats_show \([^)]+\)\s+at \S*/kmod/ctl/proc\.c:\d+\n", stopped);
            Assert.Contains(" in seq_read_iter (", stopped);
            Assert.Contains("$1 = 1\n", stopped);
            Assert.DoesNotContain("No such file", stopped);
            await ReadUntilAsync(shell, new Regex("\nstill alive"), limit.Token);
            await shell.StandardInput.WriteLineAsync("exit 7");
            await shell.WaitForExitAsync(limit.Token);
            Assert.Equal(7, shell.ExitCode);
        }
        finally
        {
            await EndAsync(shell, limit.Token);
        }
    }

    // A lab that is killed cannot end its machine, which would then wait for a terminal for ever.
    private static async Task EndAsync(Process shell, CancellationToken cancellationToken)
    {
        if (!shell.HasExited)
        {
            await shell.StandardInput.WriteLineAsync("exit");
        }

        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(Grace);
        try
        {
            await shell.WaitForExitAsync(soon.Token);
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PRESERVE_ROOT"] = Checkout.Root;
        return Process.Start(start)!;
    }

    private static async Task<Match> ReadUntilAsync(Process process, Regex expected, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (int count; (count = await process.StandardOutput.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            text.Append(buffer, 0, count);
            if (expected.Match(text.ToString()) is { Success: true } match)
            {
                return match;
            }
        }

        throw new InvalidOperationException($"'{expected}' did not come, but:\n{text}");
    }
}
