// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli;

/// <summary>The command line or a configuration file asks for something that is not allowed. The message is one line.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
