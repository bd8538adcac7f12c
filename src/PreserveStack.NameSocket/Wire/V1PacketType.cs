// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Packets of version 1 (section 2 of the protocol document).</summary>
internal enum V1PacketType : byte
{
    New = 1,
    Resume = 2,
    ResumeAck = 3,
    ResumeIPv4 = 4,
}
