// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>The machine failed, as opposed to the job that ran in it. The message ends with the last lines of its console.</summary>
public sealed class MachineException(string message, Exception? inner = null) : Exception(message, inner);
