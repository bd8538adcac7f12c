// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Frames of version 2 (section 4 of the protocol document).</summary>
internal enum FrameType : byte
{
    Data = 0,
    Ack = 1,
    Ping = 2,
    Pong = 3,
    Addresses = 4,
    Fin = 5,
    Abort = 6,

    // From here on older peers skip what they do not know.
    EarlyOffer = 0x80,
}
