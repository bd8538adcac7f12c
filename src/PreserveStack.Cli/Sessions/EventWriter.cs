// SPDX-License-Identifier: MIT
using PreserveStack.Cli.Output;

namespace PreserveStack.Cli.Sessions;

/// <summary>Prints events as they happen, one a line: as text, or as JSON objects. From any thread.</summary>
/// <param name="output">Where to.</param>
/// <param name="asJson">Whether as JSON.</param>
internal sealed class EventWriter(TextWriter output, bool asJson)
{
    private readonly Lock _gate = new();
    private int _numbers;

    /// <summary>The next number for a session, from 1 up.</summary>
    public int NextNumber() => Interlocked.Increment(ref _numbers);

    /// <summary>Prints an event.</summary>
    /// <param name="name">Its name in JSON.</param>
    /// <param name="text">The line of text.</param>
    /// <param name="fields">What else JSON has, by stable snake_case keys.</param>
    public void Write(string name, string text, params ReadOnlySpan<(string Key, object? Value)> fields)
    {
        string now = DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz");
        string line = asJson ? JsonOf(now, name, fields) : $"{now} {text}";
        lock (_gate)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static string JsonOf(string now, string name, ReadOnlySpan<(string Key, object? Value)> fields)
    {
        var entry = new Dictionary<string, object?> { ["time"] = now, ["event"] = name };
        foreach ((string key, object? value) in fields)
        {
            entry[key] = value;
        }

        return Json.Line(entry);
    }
}
