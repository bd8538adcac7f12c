// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench;

/// <summary>The end that closes a connection first in <see cref="BenchTest.Rate"/>, and so keeps it in TIME_WAIT (RFC 9293 section 3.3.2).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FirstCloser>))]
public enum FirstCloser
{
    /// <summary>The server, as HTTP/1.0 does. The client's ports are free again at once.</summary>
    Server,

    /// <summary>The client, as in the thesis. Each connection holds a port of the client for 60 s.</summary>
    Client,
}
