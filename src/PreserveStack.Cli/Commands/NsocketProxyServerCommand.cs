// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket proxy server</c></summary>
internal static class NsocketProxyServerCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var words = new ProxyOptionSet(
            where: "Where sessions come in: a port or a service of all addresses, or one address and a port",
            host: "Name or address of the target",
            service: "Its port, or the name of the service",
            limit: "Sessions at a time; more are refused");
        var command = new ExampleCommand("server", "The far side: accepts sessions, and connects each to a target by plain TCP")
        {
            Examples =
            [
                new("preserve nsocket proxy server 7022 localhost ssh", "sessions to the ssh server of this host"),
                new("preserve nsocket proxy server 7080 localhost http", "to its web server"),
                new("preserve nsocket proxy server 7389 example.com ldap --srv", "to where DNS says that LDAP is"),
            ],
        };
        words.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EventWriter events = NsocketOptions.Events(services, common, parsed);
            NameSocketOptions options = words.Sessions(parsed, NsocketOptions.Log(services, common, parsed));
            await using NameSocketListener listener = Listening.ForSessions(words.Where(parsed), options);
            Listening.Announce(events, listener.LocalEndPoint);
            var proxy = new ProxyServer(words.Host(parsed), words.Service(parsed), words.Dial(parsed), events);
            await words.Server(parsed).RunAsync(listener.AcceptAsync, proxy.HandleAsync, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
