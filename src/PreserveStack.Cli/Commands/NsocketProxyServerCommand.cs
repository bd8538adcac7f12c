// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket proxy server</c></summary>
internal static class NsocketProxyServerCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> where = NsocketOptions.Listen("Where sessions come in: a port or a service of all addresses, or one address and a port");
        Argument<string> host = NsocketOptions.Host("Name or address of the target");
        Argument<string> service = NsocketOptions.Service("Its port, or the name of the service");
        Option<int> limit = NsocketOptions.MaxConnections("Sessions at a time; more are refused");
        Option<int> grace = NsocketOptions.Grace();
        var dial = new DialOptionSet();
        var sessions = new SessionOptionSet();
        var command = new ExampleCommand("server", "The far side: accepts sessions, and connects each to a target by plain TCP")
        {
            Examples =
            [
                new("preserve nsocket proxy server 7022 localhost ssh", "sessions to the ssh server of this host"),
                new("preserve nsocket proxy server 7080 localhost http", "to its web server"),
                new("preserve nsocket proxy server 7389 example.com ldap --srv", "to where DNS says that LDAP is"),
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
            NameConnectorOptions connecting = dial.Read(parsed);
            NameSocketOptions options = sessions.Read(parsed, NsocketOptions.Log(services, common, parsed)) with { MaxSessions = parsed.GetValue(limit) };
            await using NameSocketListener listener = Listening.ForSessions(ListenAddress.Parse(parsed.GetValue(where)!), options);
            Listening.Announce(events, listener.LocalEndPoint);
            var proxy = new ProxyServer(parsed.GetValue(host)!, parsed.GetValue(service)!, connecting, events);
            var server = new Server(parsed.GetValue(limit), TimeSpan.FromSeconds(parsed.GetValue(grace)));
            await server.RunAsync(listener.AcceptAsync, proxy.HandleAsync, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
