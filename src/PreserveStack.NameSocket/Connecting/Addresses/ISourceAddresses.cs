// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>Tells from which own address a destination would be reached.</summary>
internal interface ISourceAddresses
{
    /// <summary>The destination with its source, or without one when it is unreachable.</summary>
    AddressPair For(IPAddress destination);
}
