// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>A machine that is ready to start.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Companion">A process that the machine needs beside it.</param>
internal sealed record MachineStart(IReadOnlyList<string> Command, IDisposable? Companion = null);
