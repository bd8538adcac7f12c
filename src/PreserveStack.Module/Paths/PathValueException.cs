// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Paths;

/// <summary>A weight, a mode or a name that the module does not take.</summary>
/// <param name="message">One line: what is wrong, and what is taken.</param>
public sealed class PathValueException(string message) : ModuleException(message);
