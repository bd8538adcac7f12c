// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.Cli.Testing;

/// <summary>Runs suites one after the other, shows how far they are and adds up.</summary>
/// <param name="progress">Shows it.</param>
internal sealed class TestRun(ITestProgress progress)
{
    /// <summary>Runs them all.</summary>
    /// <param name="build">Runs first; when it fails, nothing else is run.</param>
    /// <param name="suites">The suites.</param>
    /// <param name="cancellationToken">Stops them.</param>
    public async Task<IReadOnlyList<SuiteResult>> RunAsync(ITestSuite build, IReadOnlyList<ITestSuite> suites, CancellationToken cancellationToken)
    {
        SuiteResult built = await RunOneAsync(build, cancellationToken).ConfigureAwait(false);
        if (built.Failed > 0)
        {
            return [built];
        }

        var results = new List<SuiteResult>();
        foreach (ITestSuite suite in suites)
        {
            results.Add(await RunOneAsync(suite, cancellationToken).ConfigureAwait(false));
        }

        return results;
    }

    private async Task<SuiteResult> RunOneAsync(ITestSuite suite, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        progress.Started(suite.Name);
        SuiteResult result = await suite.RunAsync(test => progress.Ended(suite.Name, test), cancellationToken).ConfigureAwait(false);
        result = result with { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 1) };
        progress.Finished(result);
        return result;
    }
}
