// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>The library's own log, for <c>--log-level</c>.</summary>
internal static class SessionLog
{
    /// <summary>Prints entries of a level and those more urgent.</summary>
    public static Action<NameSocketLogEntry> To(EventWriter output, NameSocketLogLevel level) => entry =>
    {
        if (entry.Level < level)
        {
            return;
        }

        string name = entry.Level.ToString().ToLowerInvariant();
        output.Write(
            "log",
            $"{name}: {(entry.Session is { } id ? $"{id}: " : "")}{entry.Message}",
            ("level", name),
            ("session", entry.Session),
            ("message", entry.Message));
    };
}
