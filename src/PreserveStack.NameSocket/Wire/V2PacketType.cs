// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Handshake packets of version 2 (sections 3 and 5 of the protocol document).</summary>
internal enum V2PacketType : byte
{
    New = 1,
    NewAck = 2,
    Resume = 3,
    Challenge = 4,
    Confirm = 5,
    Refused = 6,
    Early = 7,
    EarlyAck = 8,
}
