// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>Where a service is offered, RFC 2782.</summary>
/// <param name="Priority">Lower ones are tried first.</param>
/// <param name="Weight">The share of the first attempts among those of the same priority.</param>
/// <param name="Port">The port.</param>
/// <param name="Target">The host, without the last dot; empty where the service is not offered.</param>
internal sealed record SrvRecord(ushort Priority, ushort Weight, ushort Port, string Target);
