// SPDX-License-Identifier: MIT
namespace PreserveStack.Module;

/// <summary>Something that has to be installed first is missing; the message names it.</summary>
/// <param name="message">One line: what is missing and how to get it.</param>
public sealed class MissingPrerequisiteException(string message) : ModuleException(message);
