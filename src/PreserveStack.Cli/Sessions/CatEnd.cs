// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Which end of a session a cat is: the one that listens, or the one that connects.</summary>
/// <param name="Listen">Where to listen; null to connect.</param>
/// <param name="Host">What to connect to.</param>
/// <param name="Service">Its service.</param>
internal sealed record CatEnd(ListenAddress? Listen, string? Host, string? Service)
{
    /// <summary>Listens for one session; whoever comes later is refused.</summary>
    public static NameSocketListener Bind(ListenAddress where, NameSocketOptions options) =>
        Listening.ForSessions(where, options with { MaxSessions = 1 });
}
