// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.Cli.Sessions;

/// <summary>Starts to listen, or says what to do where that does not work.</summary>
internal static class Listening
{
    private const int Backlog = 512;

    /// <summary>For sessions; without an address on all of this host.</summary>
    public static NameSocketListener ForSessions(ListenAddress where, NameSocketOptions options)
    {
        try
        {
            return where.Address is { } address
                ? NameSocketListener.Bind(new IPEndPoint(address, where.Port), options)
                : NameSocketListener.Bind(where.Service, options);
        }
        catch (SocketException exception)
        {
            throw Failure(where, exception);
        }
        catch (NameConnectException exception)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    /// <summary>For plain TCP; without an address only for programs on this host, since whoever connects is let through.</summary>
    public static Socket ForTcp(ListenAddress where)
    {
        IPAddress address = where.Address ?? IPAddress.Loopback;
        var endPoint = new IPEndPoint(address, where.Port);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Failure(where, exception);
        }
    }

    /// <summary>Prints that it listens.</summary>
    public static void Announce(EventWriter events, EndPoint endPoint)
    {
        string? local = EndPointText.Of(endPoint);
        events.Write("listening", $"listening on {local}", ("local", local));
    }

    private static RunFailedException Failure(ListenAddress where, SocketException exception)
    {
        string advice = exception.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => ": choose another port, or stop what listens there ('ss -ltnp' shows it)",
            SocketError.AddressNotAvailable => ": this host does not have the address ('ip address' shows those it has)",
            SocketError.AccessDenied => ": only root may listen on ports below 1024",
            _ => "",
        };
        return new RunFailedException($"cannot listen on {where.Text}: {exception.Message}{advice}", exception);
    }
}
