// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Addresses;

/// <summary>A destination and the source that the kernel would send from.</summary>
/// <param name="Destination">The peer's address.</param>
/// <param name="Source">The own address, or null when there is no route.</param>
/// <param name="Traits">What the own address is besides usable.</param>
internal readonly record struct AddressPair(IPAddress Destination, IPAddress? Source, SourceTraits Traits = SourceTraits.None);
