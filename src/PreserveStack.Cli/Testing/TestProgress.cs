// SPDX-License-Identifier: MIT
using PreserveStack.Cli.Terminals;

namespace PreserveStack.Cli.Testing;

/// <summary>
/// Shows a test run: each suite and each failure as a line; on a terminal the present test in a line that is overwritten,
/// elsewhere the tests that take long, so that a log shows signs of life.
/// </summary>
/// <param name="writer">Standard output, or standard error when the result is JSON.</param>
/// <param name="terminal">What can be shown.</param>
/// <param name="live">Whether lines can be overwritten.</param>
internal sealed class TestProgress(TextWriter writer, Terminal terminal, bool live) : ITestProgress
{
    private const string Erase = "\r\e[K";
    private const int NameWidth = 90;
    private int _count;

    public void Started(string suite)
    {
        _count = 0;
        writer.Write(live ? $"{Erase}{suite} ..." : $"{suite} ...\n");
        writer.Flush();
    }

    public void Ended(string suite, TestEnd test)
    {
        _count++;
        if (!test.Passed)
        {
            writer.Write(live ? Erase : "");
            writer.WriteLine($"  {Colored("FAILED", "31")} {test.Name}");
        }

        if (live)
        {
            string name = test.Name.Length > NameWidth ? test.Name[^NameWidth..] : test.Name;
            writer.Write($"{Erase}{suite} ... {_count} {name}");
        }
        else if (test.Passed && TookLong(test.Duration))
        {
            writer.WriteLine($"  passed {test.Name} [{test.Duration}]");
        }

        writer.Flush();
    }

    public void Finished(SuiteResult result)
    {
        writer.Write(live ? Erase : "");
        string counts = (result.Passed, result.Failed, result.Skipped) switch
        {
            (0, 0, 0) => "done",
            (_, _, 0) => $"{result.Passed} passed, {result.Failed} failed",
            _ => $"{result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped",
        };
        writer.WriteLine($"{(result.Failed > 0 ? Colored(result.Name, "31") : result.Name)}: {counts} ({result.Seconds:0} s)");
        foreach (string note in result.Notes)
        {
            writer.WriteLine($"  {note}");
        }

        foreach (TestFailure failure in result.Failures)
        {
            writer.WriteLine($"  {Colored("FAILED", "31")} {failure.Name}");
            foreach (string line in failure.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                writer.WriteLine($"    {line}");
            }
        }

        writer.Flush();
    }

    // The runner prints "< 1 ms", "12 ms", "3 s", "1 m 4 s".
    private static bool TookLong(string duration) => duration.EndsWith('s') && !duration.EndsWith("ms", StringComparison.Ordinal);

    private string Colored(string text, string color) => live && terminal.Colors ? $"\e[{color}m{text}\e[0m" : text;
}
