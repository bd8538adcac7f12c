// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>What an own address is besides usable; rules 3, 4 and 7 of RFC 6724 section 6 ask for it.</summary>
[Flags]
internal enum SourceTraits
{
    /// <summary>An address like most.</summary>
    None = 0,

    /// <summary>Its preferred lifetime is over: the prefix is about to be withdrawn (RFC 4862 section 5.5.4).</summary>
    Deprecated = 1,

    /// <summary>A home address of Mobile IPv6 (RFC 6275).</summary>
    Home = 2,

    /// <summary>It is on a tunnel of a transition mechanism: 6to4, 6rd, ISATAP.</summary>
    Tunnel = 4,
}
