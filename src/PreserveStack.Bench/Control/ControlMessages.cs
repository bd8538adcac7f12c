// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench.Control;

/// <summary>What a client may ask.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ControlVerb>))]
internal enum ControlVerb
{
    /// <summary>Nothing that is known.</summary>
    None,

    /// <summary>The first word: are you such a server, and what are you like?</summary>
    Hello,

    /// <summary>Take connections for a test.</summary>
    Start,

    /// <summary>How far are you?</summary>
    Sample,

    /// <summary>The test is over.</summary>
    Finish,
}

/// <summary>A line from client to server.</summary>
internal sealed record ControlRequest(ControlVerb Ask, int? Version = null, TestRequest? Test = null)
{
    /// <summary>The version of these messages.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>A line from server to client: what was asked for, or an error.</summary>
internal sealed record ControlReply(
    string? Error = null, int? Port = null, BenchEnvironment? Environment = null, EndSample? Sample = null);
