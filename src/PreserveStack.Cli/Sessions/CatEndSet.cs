// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace PreserveStack.Cli.Sessions;

/// <summary>The words that say which end of a session a cat is.</summary>
internal sealed class CatEndSet
{
    private readonly Argument<string?> _host = new("HOST")
    {
        Description = "Name or address to connect to",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string?> _service = new("SERVICE")
    {
        Description = "Its port, or the name of the service",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _listen = new("--listen", "-l")
    {
        Description = "Wait for one session instead: on a port or a service of all addresses, or on ADDRESS:PORT",
        HelpName = "SERVICE",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_host);
        command.Arguments.Add(_service);
        command.Options.Add(_listen);
    }

    public CatEnd Read(ParseResult parsed) => (parsed.GetValue(_listen), parsed.GetValue(_host), parsed.GetValue(_service)) switch
    {
        ({ } listen, null, null) => new CatEnd(ListenAddress.Parse(listen), null, null),
        (null, { } host, { } service) => new CatEnd(null, host, service),
        ({ }, _, _) => throw new UsageException("--listen takes nothing beside it: leave out HOST and SERVICE"),
        _ => throw new UsageException("give HOST and SERVICE to connect, or --listen SERVICE to wait; see 'preserve nsocket cat --help'"),
    };
}
