// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve nsocket proxy</c></summary>
internal static class NsocketProxyCommand
{
    public static Command Create(CliServices services, CommonOptions common) =>
        new ExampleCommand("proxy", "Carry the TCP connections of any program over sessions, between two proxies")
        {
            NsocketProxyClientCommand.Create(services, common),
            NsocketProxyServerCommand.Create(services, common),
        };
}
