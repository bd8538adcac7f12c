// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket echo-server</c></summary>
internal static class NsocketEchoServerCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> where = NsocketOptions.Listen("A port or the name of a service, on all addresses; or one address and a port");
        where.DefaultValueFactory = _ => NsocketOptions.StandardService;
        Option<int> limit = NsocketOptions.MaxConnections("Sessions at a time; more are refused");
        var sessions = new SessionOptionSet();
        var command = new ExampleCommand("echo-server", "Send back what comes, and show what happens to each session")
        {
            Examples =
            [
                new("preserve nsocket echo-server", $"on port {NsocketOptions.StandardService} of all addresses"),
                new("preserve nsocket echo-server 7007 --json | jq 'select(.event == \"resumed\")'", "only moves to other connections"),
                new("preserve nsocket echo-server --protocol any", "for clients of the old version, too"),
            ],
        };
        command.Arguments.Add(where);
        command.Options.Add(limit);
        sessions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EventWriter events = NsocketOptions.Events(services, common, parsed);
            NameSocketOptions options = sessions.Read(parsed, NsocketOptions.Log(services, common, parsed)) with { MaxSessions = parsed.GetValue(limit) };
            await using NameSocketListener listener = Listening.ForSessions(ListenAddress.Parse(parsed.GetValue(where)!), options);
            Listening.Announce(events, listener.LocalEndPoint);
            var server = new Server(parsed.GetValue(limit), TimeSpan.Zero);
            await server.RunAsync(listener.AcceptAsync, new EchoServer(events).HandleAsync, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
