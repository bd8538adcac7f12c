// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench;

/// <summary>What is measured; the three tests of the thesis of 1999, chapter 7.1.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BenchTest>))]
public enum BenchTest
{
    /// <summary>Bytes per second at the receiver, sent in writes of a given size.</summary>
    Throughput,

    /// <summary>Requests and answers of a given size, one after the other on each connection.</summary>
    Latency,

    /// <summary>Connections made, used for one byte, and closed.</summary>
    Rate,
}
