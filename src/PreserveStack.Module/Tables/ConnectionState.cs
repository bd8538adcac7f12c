// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>How far the negotiation of a connection is.</summary>
public enum ConnectionState
{
    /// <summary>A SYN with the option was sent or received.</summary>
    Syn,

    /// <summary>The SYN goes on without the option: this will be plain TCP.</summary>
    Fallback,

    /// <summary>The initiator has the responder's addresses and repeats PREFIX_ACK until that one is seen to have it.</summary>
    Ack,

    /// <summary>Both ends know all pairs.</summary>
    Established,

    /// <summary>It is over and about to leave the table.</summary>
    Dead,
}
