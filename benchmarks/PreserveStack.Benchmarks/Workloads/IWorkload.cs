// SPDX-License-Identifier: MIT
namespace PreserveStack.Benchmarks.Workloads;

/// <summary>Something that two ends do again and again.</summary>
internal interface IWorkload : IAsyncDisposable
{
    /// <summary>Does it so many times; complete when both ends are done.</summary>
    Task RunAsync(int operations);
}
