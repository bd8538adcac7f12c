// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>A machine that is ready to start.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Companion">A process that the machine needs beside it.</param>
/// <param name="ResumeAsync">What is left to do when the process runs; gets a task that completes when it ends.</param>
/// <param name="Started">Told the process when it runs at a terminal.</param>
internal sealed record MachineStart(
    IReadOnlyList<string> Command, IDisposable? Companion = null, Func<Task, CancellationToken, Task>? ResumeAsync = null, Action<int>? Started = null);
