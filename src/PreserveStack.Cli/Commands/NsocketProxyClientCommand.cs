// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Net.Sockets;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket proxy client</c></summary>
internal static class NsocketProxyClientCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> where = NsocketOptions.Listen("Where programs connect to by plain TCP; without an address 127.0.0.1");
        Argument<string> host = NsocketOptions.Host("Name or address of the host where 'proxy server' runs");
        Argument<string> service = NsocketOptions.Service("What that listens on: a port, or the name of a service");
        Option<int> limit = NsocketOptions.MaxConnections("Connections at a time; more wait");
        Option<int> grace = NsocketOptions.Grace();
        var dial = new DialOptionSet();
        var sessions = new SessionOptionSet();
        var command = new ExampleCommand("client", "The near side: accepts plain TCP, and carries each connection over a session")
        {
            Examples =
            [
                new("preserve nsocket proxy client 8022 server.example.com 7022", "then: ssh -p 8022 localhost"),
                new("preserve nsocket proxy client 8080 server.example.com 7080", "then: curl http://localhost:8080/"),
                new("preserve nsocket proxy client 0.0.0.0:8080 server.example.com 7080", "for other hosts, too"),
            ],
        };
        command.Arguments.Add(where);
        command.Arguments.Add(host);
        command.Arguments.Add(service);
        command.Options.Add(limit);
        command.Options.Add(grace);
        dial.AddTo(command);
        sessions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EventWriter events = NsocketOptions.Events(services, common, parsed);
            NameSocketOptions options = sessions.Read(parsed, NsocketOptions.Log(services, common, parsed), dial.Read(parsed));
            using Socket listener = Listening.ForTcp(ListenAddress.Parse(parsed.GetValue(where)!));
            Listening.Announce(events, listener.LocalEndPoint!);
            var proxy = new ProxyClient(parsed.GetValue(host)!, parsed.GetValue(service)!, options, events);
            var server = new Server(parsed.GetValue(limit), TimeSpan.FromSeconds(parsed.GetValue(grace)));
            await server.RunAsync(stop => proxy.AcceptAsync(listener, stop), proxy.HandleAsync, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
