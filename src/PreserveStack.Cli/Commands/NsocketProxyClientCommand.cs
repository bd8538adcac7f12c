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
        var words = new ProxyOptionSet(
            where: "Where programs connect to by plain TCP; without an address 127.0.0.1",
            host: "Name or address of the host where 'proxy server' runs",
            service: "What that listens on: a port, or the name of a service",
            limit: "Connections at a time; more wait");
        var command = new ExampleCommand("client", "The near side: accepts plain TCP, and carries each connection over a session")
        {
            Examples =
            [
                new("preserve nsocket proxy client 8022 server.example.com 7022", "then: ssh -p 8022 localhost"),
                new("preserve nsocket proxy client 8080 server.example.com 7080", "then: curl http://localhost:8080/"),
                new("preserve nsocket proxy client 0.0.0.0:8080 server.example.com 7080", "for other hosts, too"),
            ],
        };
        words.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EventWriter events = NsocketOptions.Events(services, common, parsed);
            NameSocketOptions options = words.Sessions(parsed, NsocketOptions.Log(services, common, parsed));
            using Socket listener = Listening.ForTcp(words.Where(parsed));
            Listening.Announce(events, listener.LocalEndPoint!);
            var proxy = new ProxyClient(words.Host(parsed), words.Service(parsed), options, events);
            await words.Server(parsed)
                .RunAsync(stop => proxy.AcceptAsync(listener, stop), proxy.HandleAsync, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
