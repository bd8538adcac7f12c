// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>What the last packet found out about a path.</summary>
public enum PathState
{
    /// <summary>There was no packet yet.</summary>
    Idle,

    /// <summary>It works.</summary>
    Up,

    /// <summary>Its device is down, has no carrier, or is gone.</summary>
    Down,

    /// <summary>Its device has no route to the destination.</summary>
    NoRoute,

    /// <summary>Its probes are not answered any more.</summary>
    Dead,
}
