// SPDX-License-Identifier: MIT
using System.Text.Json.Serialization;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench;

/// <summary>What carries the bytes.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<BenchTransport>))]
public enum BenchTransport
{
    /// <summary>Plain TCP sockets. With the kernel module loaded and enabled these are its connections: no program changes for it.</summary>
    Tcp,

    /// <summary>MPTCP sockets (RFC 8684). A connection that fell back to TCP fails the run instead of being counted as MPTCP.</summary>
    Mptcp,

    /// <summary>NameSocket sessions of version 1, those of the thesis.</summary>
    Nsocket1,

    /// <summary>NameSocket sessions of version 2.</summary>
    Nsocket2,
}
