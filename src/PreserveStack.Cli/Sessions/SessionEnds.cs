// SPDX-License-Identifier: MIT
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>The two ends of the connection that carries a session.</summary>
/// <param name="Local">This end.</param>
/// <param name="Remote">The other one.</param>
internal readonly record struct SessionEnds(string? Local, string? Remote)
{
    public static SessionEnds Of(Session session) => new(EndPointText.Of(session.LocalEndPoint), EndPointText.Of(session.RemoteEndPoint));

    public override string ToString() => $"{Local ?? "-"} with {Remote ?? "-"}";
}
