// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>A connection that was suspect when a resume began, and what had been heard on it until then.</summary>
internal readonly record struct Trial(Connection Connection, int Heard)
{
    /// <summary>Whether it has spoken since, and so is the better one to stay with.</summary>
    internal bool IsProven(Connection? current) => ReferenceEquals(current, Connection) && !Connection.IsBroken && Connection.Heard != Heard;
}
