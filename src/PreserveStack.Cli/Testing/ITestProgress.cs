// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Testing;

/// <summary>Is told how a test run goes on.</summary>
internal interface ITestProgress
{
    void Started(string suite);

    void Ended(string suite, TestEnd test);

    void Finished(SuiteResult result);
}
