// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>Tells from which own address a destination would be reached.</summary>
internal interface ISourceAddresses
{
    /// <summary>The source for <paramref name="destination"/>, or null when it is unreachable.</summary>
    IPAddress? For(IPAddress destination);
}
