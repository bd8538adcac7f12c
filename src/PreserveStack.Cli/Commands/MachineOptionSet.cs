// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Configuration;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Commands;

/// <summary>The options that choose one machine.</summary>
internal sealed class MachineOptionSet
{
    private readonly Option<string?> _kind = LabOptions.Kind();
    private readonly Option<string?> _kernel = LabOptions.Kernel();

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "One seed repeats bit for bit; another is another trial",
        HelpName = "N",
        CustomParser = OptionValues.Whole(0),
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _processors = new("--smp")
    {
        Description = "Processors; more than 1 switches from simulated to real time",
        HelpName = "N",
        CustomParser = OptionValues.Whole(1, 255),
        DefaultValueFactory = _ => 1,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_kind);
        command.Options.Add(_kernel);
        command.Options.Add(_seed);
        command.Options.Add(_processors);
    }

    public MachineOptions Read(ParseResult parsed, LabDefaults defaults)
    {
        var builtIn = new MachineOptions();
        return builtIn with
        {
            Kind = (parsed.GetValue(_kind) ?? defaults.Vm) is { } kind ? LabOptions.KindOf(kind) : builtIn.Kind,
            Kernel = parsed.GetValue(_kernel) ?? defaults.Kernel ?? builtIn.Kernel,
            Seed = parsed.GetValue(_seed),
            Processors = parsed.GetValue(_processors),
        };
    }
}
