// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Tests.Connecting;

/// <summary>Addresses of this host whose ports tests need not share: all of 127/8 is local.</summary>
internal static class LoopbackAddress
{
    /// <summary>An address that hardly anybody else uses.</summary>
    public static IPAddress Any() =>
        new([127, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);
}
