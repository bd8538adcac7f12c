// SPDX-License-Identifier: MIT
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Sends something over a session and compares what returns.</summary>
internal interface IEcho
{
    /// <summary>Bytes sent so far.</summary>
    long Sent { get; }

    /// <summary>Bytes that came back unchanged so far.</summary>
    long Received { get; }

    /// <summary>Works until all is back.</summary>
    /// <exception cref="RunFailedException">What returned is not what was sent.</exception>
    Task RunAsync(Session session, CancellationToken cancellationToken);
}
