// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket</c></summary>
internal static class NsocketCommand
{
    public static Command Create(CliServices services, CommonOptions common) =>
        new ExampleCommand("nsocket", "Sessions that outlive their connections, without the module: proxies, cat, echo")
        {
            NsocketProxyCommand.Create(services, common),
            NsocketCatCommand.Create(services, common),
            NsocketEchoServerCommand.Create(services, common),
            NsocketEchoClientCommand.Create(services, common),
        };
}
