// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.Cli.Sessions;

/// <summary>The options of commands that connect to a name.</summary>
internal sealed class DialOptionSet
{
    private readonly Option<bool> _ipv4 = new("--ipv4", "-4") { Description = "Connect to IPv4 addresses only" };
    private readonly Option<bool> _ipv6 = new("--ipv6", "-6") { Description = "Connect to IPv6 addresses only" };
    private readonly Option<bool> _srv = new("--srv") { Description = "Look for the service in DNS first (SRV records)" };

    public void AddTo(Command command)
    {
        command.Options.Add(_ipv4);
        command.Options.Add(_ipv6);
        command.Options.Add(_srv);
    }

    public NameConnectorOptions Read(ParseResult parsed) => (parsed.GetValue(_ipv4), parsed.GetValue(_ipv6)) switch
    {
        (true, true) => throw new UsageException("-4 and -6 leave no address: give one of them, or none for both families"),
        (true, _) => Only(parsed, AddressFamily.InterNetwork, "-4"),
        (_, true) => Only(parsed, AddressFamily.InterNetworkV6, "-6"),
        _ => new NameConnectorOptions { UseSrv = parsed.GetValue(_srv) },
    };

    // An address that is left out is listed among those that failed, so that an error shows what is there besides.
    private NameConnectorOptions Only(ParseResult parsed, AddressFamily family, string option) => new()
    {
        UseSrv = parsed.GetValue(_srv),
        ConfigureSocket = (socket, _) =>
        {
            if (socket.AddressFamily != family)
            {
                throw new IOException($"left out by {option}");
            }
        },
    };
}
