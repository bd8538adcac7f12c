// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Numbers of the protocol; see docs/namesocket-protocol.md.</summary>
internal static class Protocol
{
    internal const ushort Magic = 0x4E53;
    internal const byte Version1 = 1;
    internal const byte Version2 = 2;
    internal const int HeaderLength = 4;
    internal const int NonceLength = 32;
    internal const int PublicKeyLength = 64;
    internal const int MacLength = 32;
    internal const int KeyIdLength = 16;
    internal const int ProofLength = 16;

    /// <summary>Largest payload of a DATA frame that is accepted.</summary>
    internal const int MaxReceivedPayload = 1 << 20;

    /// <summary>Largest payload of a DATA frame that is sent: small enough that control frames soon have their turn.</summary>
    internal const int MaxSentPayload = 64 * 1024;

    internal const int MaxControlPayload = 4096;
    internal const int MaxAddresses = 16;
    internal const byte FirstExtensionFrame = 0x80;
}
