// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Module.Events;

/// <summary>A local and a remote address.</summary>
/// <param name="Local">An address of this host.</param>
/// <param name="Remote">An address of the peer.</param>
public sealed record AddressPair(IPAddress Local, IPAddress Remote);
