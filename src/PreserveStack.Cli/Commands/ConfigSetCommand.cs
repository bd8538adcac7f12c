// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config set</c></summary>
internal static class ConfigSetCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        Argument<string[]> assignments = new Argument<string[]>("KEY=VALUE")
        {
            Description = "Settings with their new values; 'KEY VALUE' works too",
            Arity = ArgumentArity.OneOrMore,
        }.WithKeys();
        var command = new ExampleCommand("set", "Change settings; a value out of bounds changes nothing")
        {
            Examples =
            [
                new("preserve config set enabled=1", "switch the module on in this network namespace"),
                new("preserve config set -n client rto_threshold=2 tail_probe=0", "slower to give up a path"),
                new("preserve config set announce_devices='default wg0'", "tell peers the addresses of the VPN, too"),
                new("preserve config set prefix_syn_type=0x1e prefix_ack_type=0x3e", "the experimental option numbers"),
            ],
        };
        command.Arguments.Add(assignments);
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            IReadOnlyList<(string Key, string Value)> wanted = Split(parsed.GetValue(assignments)!);

            // All are checked before the first is written.
            foreach ((string key, string value) in wanted)
            {
                SysctlCatalog.Find(key).Normalize(value);
            }

            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            SysctlValue[] written = [.. wanted.Select(pair => module.WriteSetting(pair.Key, pair.Value))];
            if (parsed.GetValue(common.Json))
            {
                services.Terminal.Out.WriteLine(Json.Document(written.Select(SettingView.Of)));
            }
            else
            {
                foreach (SysctlValue setting in written)
                {
                    services.Terminal.Out.WriteLine($"{setting.Entry.Key} = {setting.Value}");
                }
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static IReadOnlyList<(string Key, string Value)> Split(string[] words)
    {
        if (words.Length == 2 && !words[0].Contains('=') && !words[1].Contains('='))
        {
            return [(words[0], words[1])];
        }

        return [.. words.Select(word => word.Split('=', 2) is [{ Length: > 0 } key, var value]
            ? (key, value)
            : throw new UsageException($"'{word}' is not of the form key=value"))];
    }
}
