// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config get</c></summary>
internal static class ConfigGetCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string> key = new Argument<string>("KEY") { Description = "Name of a setting ('preserve config show')" }.WithKeys();
        var command = new ExampleCommand("get", "Print the value of a setting")
        {
            Examples = [new("preserve config get enabled -n client", "1 when the namespace client has it switched on")],
        };
        command.Arguments.Add(key);
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            SysctlValue setting = services.Module(parsed.GetValue(common.Namespace)).ReadSetting(parsed.GetValue(key)!);
            services.Terminal.Out.WriteLine(parsed.GetValue(common.Json)
                ? Json.Document(SettingView.Of(setting))
                : setting.Value);
            return ExitStatus.Success;
        });
        return command;
    }
}
