// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Sessions;

/// <summary>Begins a session, or says what to do where that does not work.</summary>
internal static class Dialing
{
    public static async Task<Session> ConnectAsync(string host, string service, NameSocketOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await Session.ConnectAsync(host, service, options, cancellationToken).ConfigureAwait(false);
        }
        catch (HandshakeException exception)
        {
            string advice = exception.IsTransient
                ? "Try again later"
                : "Check that 'preserve nsocket' or another program of this protocol listens there; see also --protocol and --plain-tcp";
            throw new RunFailedException($"no session with {host}, service {service}: {exception.Message}. {advice}", exception);
        }
        catch (NameConnectException exception) when (exception.Failure == NameConnectFailure.ServiceUnknown)
        {
            throw new UsageException(exception.Message, exception);
        }
    }
}
