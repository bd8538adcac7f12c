// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Completion;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve completion</c></summary>
internal static class CompletionCommand
{
    public static Command Create(CliServices services)
    {
        var bash = new ExampleCommand("bash", "Print a completion for bash, made from the command tree")
        {
            Examples = [new("source <(preserve completion bash)", "for this shell")],
        };
        bash.SetAction(parsed =>
        {
            services.Terminal.Out.Write(BashCompletion.Write((RootCommand)parsed.RootCommandResult.Command));
            return ExitStatus.Success;
        });
        return new ExampleCommand("completion", "Completion for shells") { bash };
    }
}
