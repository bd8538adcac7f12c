// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>One line for a log.</summary>
/// <param name="Level">Its urgency.</param>
/// <param name="Session">The session it is about, 32 hexadecimal digits; null if it is about none.</param>
/// <param name="Message">What happened, in one line.</param>
public readonly record struct NameSocketLogEntry(NameSocketLogLevel Level, string? Session, string Message);
