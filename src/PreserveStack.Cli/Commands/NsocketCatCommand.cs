// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket cat</c></summary>
internal static class NsocketCatCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var ends = new CatEndSet();
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "Show what happens to the session on standard error; --json does so as JSON",
        };
        var dial = new DialOptionSet();
        var sessions = new SessionOptionSet();
        var command = new ExampleCommand("cat", "Standard input to a session, and the session to standard output")
        {
            Examples =
            [
                new("preserve nsocket cat --listen 7000 </dev/null >copy.tar", "take a file, from one sender"),
                new("preserve nsocket cat server.example.com 7000 <copy.tar", "send it; done when all has arrived"),
                new("ssh -o ProxyCommand='preserve nsocket cat %h 7022' server.example.com", "ssh, with 'preserve nsocket proxy server' over there"),
            ],
        };
        ends.AddTo(command);
        command.Options.Add(verbose);
        dial.AddTo(command);
        sessions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EventWriter log = NsocketOptions.Log(services, common, parsed);
            EventWriter? events = parsed.GetValue(verbose) || parsed.GetValue(common.Json) ? log : null;
            NameSocketOptions options = sessions.Read(parsed, log, dial.Read(parsed));
            CatEnd end = ends.Read(parsed);
            await using NameSocketListener? listener = end.Listen is { } where ? CatEnd.Bind(where, options) : null;
            if (listener is not null && events is not null)
            {
                Listening.Announce(events, listener.LocalEndPoint);
            }

            Session session = listener is not null
                ? await listener.AcceptAsync(cancellationToken).ConfigureAwait(false)
                : await Dialing.ConnectAsync(end.Host!, end.Service!, options, cancellationToken).ConfigureAwait(false);
            await new Cat(session, services.Terminal.InBytes, services.Terminal.OutBytes).RunAsync(events, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
