// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket.Connecting.Addresses;
using PreserveStack.NameSocket.Connecting.Names;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>What races of one connector have in common.</summary>
/// <param name="Options">The settings.</param>
/// <param name="Resolver">Looks up addresses.</param>
/// <param name="Sources">Tells the source of a destination.</param>
/// <param name="Connector">Makes connections.</param>
internal sealed record RaceSetting(
    NameConnectorOptions Options, IAddressResolver Resolver, ISourceAddresses Sources, ISocketConnector Connector);
