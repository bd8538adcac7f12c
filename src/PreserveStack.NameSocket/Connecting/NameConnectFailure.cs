// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting;

/// <summary>How far connecting by name came.</summary>
public enum NameConnectFailure
{
    /// <summary>There were addresses, and none could be connected to.</summary>
    NoneReachable,

    /// <summary>The name does not exist or has no addresses, or what was given is neither a name nor an address.</summary>
    NameNotFound,

    /// <summary>No name server gave a usable answer, so whether the name exists is not known.</summary>
    NoAnswer,

    /// <summary>The service is neither a port number nor a name in the table of services.</summary>
    ServiceUnknown,

    /// <summary>The domain says that it does not offer the service: its SRV record has the target "." (RFC 2782).</summary>
    ServiceNotOffered,
}
