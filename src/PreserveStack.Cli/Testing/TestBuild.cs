// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.Cli.Testing;

/// <summary>Builds the whole solution once; the suites then only run.</summary>
internal sealed class TestBuild(Workspace workspace) : ITestSuite
{
    public string Name => "build";

    public async Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
    {
        ProcessStartInfo dotnet = workspace.Dotnet(
            "build", workspace.Solution, "-c", "Release", "--artifacts-path", workspace.Artifacts, "-v", "minimal", "-nologo", "-clp:ErrorsOnly;NoSummary", "-m:2");

        // The root script builds into the same folder.
        ProcessStartInfo locked = workspace.Program("flock", [Path.Combine(workspace.Build, "lock"), dotnet.FileName, .. dotnet.ArgumentList]);
        foreach ((string name, string? value) in dotnet.Environment)
        {
            locked.Environment[name] = value;
        }

        var output = new List<string>();
        int status = await LineProcess.RunAsync(locked, output.Add, cancellationToken).ConfigureAwait(false);
        return status == 0 ? new SuiteResult(Name, 0, 0, 0, []) : SuiteResult.Broken(Name, string.Join('\n', output.Distinct()));
    }
}
