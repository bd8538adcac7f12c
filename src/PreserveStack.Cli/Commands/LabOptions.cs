// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Commands;

/// <summary>Options of the lab's commands, made anew for each command.</summary>
internal static class LabOptions
{
    public static readonly string[] Kinds = [.. Enum.GetNames<MachineKind>().Select(name => name.ToLowerInvariant())];
    public static readonly string[] Kernels = ["6.1", "6.12", "7.3"];

    public static MachineKind KindOf(string name) => Enum.Parse<MachineKind>(name, ignoreCase: true);

    public static Option<string?> Kind()
    {
        var option = new Option<string?>("--vm")
        {
            Description = "Machine: qemu (stock kernel, counted instructions), uml (quick), debug (KASAN, lockdep)",
            HelpName = "KIND",
        };
        option.AcceptOnlyFromAmong(Kinds);
        return option;
    }

    public static Option<string?> Kernel()
    {
        var option = new Option<string?>("--kernel")
        {
            Description = "Kernel series of qemu: 6.1, 6.12 or 7.3",
            HelpName = "SERIES",
        };
        option.AcceptOnlyFromAmong(Kernels);
        return option;
    }

    public static Option<string[]> Set(string description) => new("--set")
    {
        Description = description,
        HelpName = "KEY=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Out(string description) => new("--out")
    {
        Description = description,
        HelpName = "DIR",
    };

    public static Option<int?> Jobs() => new("--jobs", "-j")
    {
        Description = "Machines at a time",
        HelpName = "N",
        CustomParser = OptionValues.WholeIfGiven(1),
    };
}
