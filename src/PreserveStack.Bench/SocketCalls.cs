// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench;

/// <summary>How programs wait for their sockets, at both ends.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SocketCalls>))]
public enum SocketCalls
{
    /// <summary>Asynchronous calls, as .NET servers are written.</summary>
    Async,

    /// <summary>A thread per connection that blocks in its system calls, as iperf3 and sockperf do.</summary>
    Blocking,
}
