// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket;

namespace PreserveStack.Bench.Transports;

/// <summary>The library's settings for a measurement: its defaults, but exactly one version of the protocol.</summary>
internal static class SessionSettings
{
    public static NameSocketOptions Of(BenchTransport transport, int? retransmissionBuffer)
    {
        int version = transport == BenchTransport.Nsocket1 ? 1 : 2;
        var options = new NameSocketOptions { OldestVersion = version, NewestVersion = version };
        return retransmissionBuffer is { } bytes ? options with { RetransmissionBuffer = bytes } : options;
    }
}
