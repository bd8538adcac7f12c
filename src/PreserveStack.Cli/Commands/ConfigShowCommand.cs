// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Globalization;
using PreserveStack.Cli.Configuration;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Configuration;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve config show</c></summary>
internal static class ConfigShowCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var lab = new Option<bool>("--lab")
        {
            Description = "Show the lab's defaults instead: built in, then files, then PRESERVE_* in the environment",
        };
        var changed = new Option<bool>("--changed")
        {
            Description = "Only the settings that differ from their default",
        };
        var yaml = new Option<bool>("--yaml")
        {
            Description = "Settings and paths as a file that 'preserve config apply' takes",
        };
        var command = new ExampleCommand("show", "Show all settings: value, unit, bounds, default and meaning")
        {
            Examples =
            [
                new("preserve config show", "everything, with the values of this network namespace"),
                new("preserve config show -n server --changed", "what somebody changed there"),
                new("preserve config show --yaml > preserve.yaml", "keep what is in force, to apply it again later"),
                new("preserve config show --lab", "which machine and kernel 'preserve lab' uses"),
            ],
        };
        command.Options.Add(common.Namespace);
        command.Options.Add(changed);
        command.Options.Add(yaml);
        command.Options.Add(lab);
        command.SetAction(parsed =>
        {
            bool asJson = parsed.GetValue(common.Json);
            if (parsed.GetValue(lab))
            {
                WriteLab(services.Terminal.Out, services.Defaults.Read(), asJson);
                return ExitStatus.Success;
            }

            if (parsed.GetValue(yaml))
            {
                if (asJson || parsed.GetValue(changed))
                {
                    throw new UsageException($"--yaml writes a whole configuration: leave out {(asJson ? "--json" : "--changed")}");
                }

                ConfigurationWriter.Write(services.Module(parsed.GetValue(common.Namespace)).ReadConfiguration(), services.Terminal.Out);
                return ExitStatus.Success;
            }

            IEnumerable<SysctlValue> settings = services.Module(parsed.GetValue(common.Namespace)).ReadSettings();
            if (parsed.GetValue(changed))
            {
                settings = settings.Where(setting => setting.Value != setting.Entry.Default);
            }

            WriteSettings(services.Terminal.Out, settings, asJson);
            return ExitStatus.Success;
        });
        return command;
    }

    private static void WriteSettings(TextWriter output, IEnumerable<SysctlValue> settings, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(Json.Document(settings.Select(SettingView.Of)));
            return;
        }

        var table = new TextTable("key", "value>", "unit", "bounds", "default>", "meaning");
        foreach ((SysctlEntry entry, string value) in settings)
        {
            table.Add(
                entry.Key,
                value,
                entry.Unit,
                entry.Kind == SysctlKind.Number ? $"{entry.Minimum}..{entry.Maximum}" : "list",
                entry.Default,
                entry.Summary);
        }

        table.Write(output);
    }

    private static void WriteLab(TextWriter output, LabDefaults defaults, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(Json.Document(defaults));
            return;
        }

        var table = new TextTable("key", "value");
        const string unset = "as the command or experiment says";
        table.Add("vm", defaults.Vm ?? unset);
        table.Add("kernel", defaults.Kernel ?? unset);
        table.Add("jobs", defaults.Jobs?.ToString(CultureInfo.InvariantCulture) ?? unset);
        table.Add("cache", defaults.Cache ?? Module.Kernel.ModuleCache.StandardFolder());
        table.Write(output);
    }
}
