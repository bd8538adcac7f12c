// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PreserveStack.Cli.Testing;

/// <summary>The tests of one project that is built already.</summary>
internal sealed partial class DotnetSuite(Workspace workspace, string project, string? filter, string? mode) : ITestSuite
{
    private const string ModeVariable = "PRESERVE_TEST_MODE";
    private const int ShownLines = 40;

    public string Name { get; } = Path.GetFileNameWithoutExtension(project) + (mode is null ? "" : $" ({mode})");

    public async Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
    {
        string results = Path.Combine(workspace.Build, "test-results");
        string file = $"{Path.GetFileNameWithoutExtension(project)}.{Environment.ProcessId}.trx";
        ProcessStartInfo program = workspace.Dotnet(
            "test", project, "-c", "Release", "--no-build", "--artifacts-path", workspace.Artifacts,
            "--results-directory", results, "--logger", $"trx;LogFileName={file}", "--logger", "console;verbosity=normal");
        if (filter is not null)
        {
            program.ArgumentList.Add("--filter");
            program.ArgumentList.Add(filter);
        }

        if (mode is not null)
        {
            program.Environment[ModeVariable] = mode;
        }

        var last = new Queue<string>();
        int status = await LineProcess.RunAsync(
            program,
            line =>
            {
                if (TestLine().Match(line) is { Success: true } match)
                {
                    onTest(new TestEnd(match.Groups["name"].Value, match.Groups["outcome"].Value == "Passed", match.Groups["time"].Value));
                }

                last.Enqueue(line);
                if (last.Count > ShownLines)
                {
                    last.Dequeue();
                }
            },
            cancellationToken).ConfigureAwait(false);
        return ReadResults(Path.Combine(results, file), status, last);
    }

    private SuiteResult ReadResults(string path, int status, IEnumerable<string> output)
    {
        if (!File.Exists(path))
        {
            // A filter that matches nothing here leaves no file and is no failure.
            return status == 0 ? new SuiteResult(Name, 0, 0, 0, []) : SuiteResult.Broken(Name, string.Join('\n', output));
        }

        SuiteResult result;
        using (StreamReader content = File.OpenText(path))
        {
            result = TrxReader.Read(Name, content);
        }

        File.Delete(path);
        return status != 0 && result.Failed == 0 ? SuiteResult.Broken(Name, string.Join('\n', output)) : result;
    }

    [GeneratedRegex(@"^\s+(?<outcome>Passed|Failed) (?<name>.+?)(?: \[(?<time>[^\]]+)\])?$")]
    private static partial Regex TestLine();
}
