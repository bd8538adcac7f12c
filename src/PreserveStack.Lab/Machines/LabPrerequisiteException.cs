// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>Something the lab needs is missing on the host: a program, a package, or the network to fetch one. The message is one line that says what to do.</summary>
public sealed class LabPrerequisiteException(string message, Exception? inner = null) : Exception(message, inner);
