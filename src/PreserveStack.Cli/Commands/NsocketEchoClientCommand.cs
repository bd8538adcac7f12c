// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;
using Session = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket echo-client</c></summary>
internal static class NsocketEchoClientCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> host = NsocketOptions.Host("Name or address of the echo server");
        Argument<string> service = NsocketOptions.Service("Its port, or the name of the service");
        service.DefaultValueFactory = _ => NsocketOptions.StandardService;
        var echo = new EchoOptionSet();
        var dial = new DialOptionSet();
        var sessions = new SessionOptionSet();
        var command = new ExampleCommand("echo-client", "Send to an echo server, compare what returns, and show what happens to the session")
        {
            Examples =
            [
                new("preserve nsocket echo-client server.example.com", "a line a second until Ctrl-C; cut a link meanwhile"),
                new("preserve nsocket echo-client server.example.com 7000 --bytes 1G", "as fast as it goes"),
                new("preserve nsocket echo-client 2001:db8::5 --count 10 --interval 100 --json", "ten lines, as JSON"),
            ],
        };
        command.Arguments.Add(host);
        command.Arguments.Add(service);
        echo.AddTo(command);
        dial.AddTo(command);
        sessions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            EchoPlan plan = echo.Read(parsed);
            EventWriter events = NsocketOptions.Events(services, common, parsed);
            NameSocketOptions options = sessions.Read(parsed, NsocketOptions.Log(services, common, parsed), dial.Read(parsed));
            await using Session session = await Dialing.ConnectAsync(
                parsed.GetValue(host)!, parsed.GetValue(service)!, options, cancellationToken).ConfigureAwait(false);
            await new EchoClient(plan, events, services.Time).RunAsync(session, cancellationToken).ConfigureAwait(false);
            return ExitStatus.Success;
        });
        return command;
    }
}
