// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Commands;
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.Cli.Sessions;

/// <summary>The words that both sides of a proxy take: where to listen, where to connect to, and how much at a time.</summary>
/// <param name="where">What the place to listen at is for.</param>
/// <param name="host">What is connected to.</param>
/// <param name="service">What its service is.</param>
/// <param name="limit">What happens above the limit.</param>
internal sealed class ProxyOptionSet(string where, string host, string service, string limit)
{
    private readonly Argument<string> _where = NsocketOptions.Listen(where);
    private readonly Argument<string> _host = NsocketOptions.Host(host);
    private readonly Argument<string> _service = NsocketOptions.Service(service);
    private readonly Option<int> _limit = NsocketOptions.MaxConnections(limit);
    private readonly Option<int> _grace = NsocketOptions.Grace();
    private readonly DialOptionSet _dial = new();
    private readonly SessionOptionSet _sessions = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_where);
        command.Arguments.Add(_host);
        command.Arguments.Add(_service);
        command.Options.Add(_limit);
        command.Options.Add(_grace);
        _dial.AddTo(command);
        _sessions.AddTo(command);
    }

    public ListenAddress Where(ParseResult parsed) => ListenAddress.Parse(parsed.GetValue(_where)!);

    public string Host(ParseResult parsed) => parsed.GetValue(_host)!;

    public string Service(ParseResult parsed) => parsed.GetValue(_service)!;

    /// <summary>How names are connected to.</summary>
    public NameConnectorOptions Dial(ParseResult parsed) => _dial.Read(parsed);

    /// <summary>The sessions', at most as many as connections are allowed.</summary>
    public NameSocketOptions Sessions(ParseResult parsed, EventWriter log) =>
        _sessions.Read(parsed, log, Dial(parsed)) with { MaxSessions = parsed.GetValue(_limit) };

    public Server Server(ParseResult parsed) => new(parsed.GetValue(_limit), TimeSpan.FromSeconds(parsed.GetValue(_grace)));
}
