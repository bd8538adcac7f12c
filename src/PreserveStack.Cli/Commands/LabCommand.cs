// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve lab</c></summary>
internal static class LabCommand
{
    public static Command Create(CliServices services, CommonOptions common) =>
        new ExampleCommand("lab", "Hosts, links and faults in a virtual machine, and programs that run there")
        {
            LabListCommand.Create(services, common),
            LabRunCommand.Create(services, common),
            LabExecCommand.Create(services, common),
            LabShellCommand.Create(services, common),
        };
}
