// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>Who opened a connection.</summary>
public enum ConnectionRole
{
    /// <summary>This end sent the SYN.</summary>
    Initiator,

    /// <summary>This end answered it.</summary>
    Responder,
}
