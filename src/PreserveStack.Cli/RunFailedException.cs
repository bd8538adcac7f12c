// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli;

/// <summary>A command did not succeed. The message is one line.</summary>
internal sealed class RunFailedException(string message, Exception? inner = null) : Exception(message, inner);
