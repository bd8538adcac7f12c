// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>Something that runs tests and counts them.</summary>
internal interface ITestSuite
{
    string Name { get; }

    /// <summary>Runs the tests.</summary>
    /// <param name="onTest">Told of each test that ended, while others still run.</param>
    /// <param name="cancellationToken">Stops them.</param>
    Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken);
}
