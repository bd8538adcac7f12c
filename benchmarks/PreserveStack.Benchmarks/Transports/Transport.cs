// SPDX-License-Identifier: MIT
namespace PreserveStack.Benchmarks.Transports;

/// <summary>What carries a byte stream over loopback.</summary>
public enum Transport
{
    /// <summary>A socket of .NET, as a stream.</summary>
    Plain,

    /// <summary>A session of protocol version 1.</summary>
    Version1,

    /// <summary>A session of protocol version 2.</summary>
    Version2,
}
