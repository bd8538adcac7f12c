// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab;

/// <summary>
/// The caller asked for something that does not exist or is not allowed: an unknown topology, key or value,
/// or an error in a YAML file. The message is one line that lists what is allowed.
/// </summary>
public sealed class LabUsageException(string message, Exception? inner = null) : Exception(message, inner);
