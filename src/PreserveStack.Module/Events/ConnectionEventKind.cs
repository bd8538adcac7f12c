// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Events;

/// <summary>What happened to a connection: the commands of the netlink family, in their order (kmod/uapi/preserve.h).</summary>
public enum ConnectionEventKind
{
    /// <summary>The kernel told of events faster than they were read, and some are lost.</summary>
    Missed,

    /// <summary>It was negotiated.</summary>
    Created,

    /// <summary>This end moved it to another pair.</summary>
    Migrated,

    /// <summary>The peer moved, and this end with it.</summary>
    Followed,

    /// <summary>It is back on the pair of its handshake.</summary>
    Restored,

    /// <summary>It is plain TCP.</summary>
    Fallback,

    /// <summary>One of its pairs was refused and is not used for a while.</summary>
    Refused,

    /// <summary>Its socket is gone, or the module was switched off.</summary>
    Closed,
}
