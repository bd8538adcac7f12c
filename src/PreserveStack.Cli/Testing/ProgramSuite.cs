// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.Cli.Testing;

/// <summary>
/// A program that tests something. Lines "ok" and "not ok" (TAP) are counted one by one; a program that prints none counts
/// as one test, by its exit status.
/// </summary>
internal sealed class ProgramSuite(string name, ProcessStartInfo program) : ITestSuite
{
    private const int ShownLines = 40;
    private const string Passing = "ok ";
    private const string Failing = "not ok ";

    public string Name => name;

    public async Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
    {
        int passed = 0;
        var failures = new List<TestFailure>();
        var output = new Queue<string>();
        int status = await LineProcess.RunAsync(
            program,
            line =>
            {
                if (line.StartsWith(Passing, StringComparison.Ordinal))
                {
                    passed++;
                    onTest(new TestEnd(line[Passing.Length..], true, ""));
                }
                else if (line.StartsWith(Failing, StringComparison.Ordinal))
                {
                    failures.Add(new TestFailure($"{name}: {line[Failing.Length..]}", ""));
                    onTest(new TestEnd(line[Failing.Length..], false, ""));
                }
                else if (line.StartsWith("# ", StringComparison.Ordinal) && failures.Count > 0)
                {
                    failures[^1] = failures[^1] with { Message = $"{failures[^1].Message}{line[2..]}\n" };
                }

                output.Enqueue(line);
                if (output.Count > ShownLines)
                {
                    output.Dequeue();
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (status != 0 && failures.Count == 0)
        {
            failures.Add(new TestFailure(name, string.Join('\n', output)));
        }
        else if (passed == 0 && failures.Count == 0)
        {
            passed = 1;
        }

        return new SuiteResult(name, passed, failures.Count, 0, failures);
    }
}
