// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>Why a connection's current pair changed last.</summary>
public enum MigrationCause
{
    /// <summary>It never did.</summary>
    None,

    /// <summary>The path timed out.</summary>
    Rto,

    /// <summary>There was no route any more.</summary>
    NoRoute,

    /// <summary>The interface went down, lost its carrier or is gone.</summary>
    LinkDown,

    /// <summary>The local address was removed.</summary>
    AddressRemoved,

    /// <summary>The handshake pair works again.</summary>
    PathRestored,

    /// <summary>The peer moved.</summary>
    Followed,
}
