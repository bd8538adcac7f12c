// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Scenarios;

/// <summary>The machines that scenarios name in their line "# machines:".</summary>
public static class ScenarioMachine
{
    /// <summary>QEMU with the stock 6.1 kernel in simulated time.</summary>
    public const string Kernel61 = "6.1";

    /// <summary>QEMU with the stock 6.12 kernel in simulated time.</summary>
    public const string Kernel612 = "6.12";

    /// <summary>QEMU with the newest kernel that Debian has headers of, in simulated time.</summary>
    public const string Kernel73 = "7.3";

    /// <summary>User-mode Linux in simulated time.</summary>
    public const string Uml = "uml";

    /// <summary>The debug kernel. What runs on <see cref="Uml"/> runs on it, too.</summary>
    public const string Debug = "debug";

    /// <summary>Stock 6.1 with two processors, in real time.</summary>
    public const string Smp61 = "smp-6.1";

    /// <summary>Stock 6.12 with two processors, in real time.</summary>
    public const string Smp612 = "smp-6.12";

    /// <summary>What the everyday run takes in turn.</summary>
    public static IReadOnlyList<string> Everyday { get; } = [Kernel61, Kernel612, Uml];

    /// <summary>What looks for races.</summary>
    public static IReadOnlyList<string> TwoProcessors { get; } = [Smp61, Smp612];

    private const int SmpProcessors = 2;

    /// <summary>How such a machine is made.</summary>
    public static MachineOptions Options(string name) => name switch
    {
        Kernel61 or Kernel612 or Kernel73 => new MachineOptions { Kernel = name },
        Smp61 => new MachineOptions { Kernel = Kernel61, Processors = SmpProcessors },
        Smp612 => new MachineOptions { Kernel = Kernel612, Processors = SmpProcessors },
        Uml => new MachineOptions { Kind = MachineKind.Uml },
        Debug => new MachineOptions { Kind = MachineKind.Debug, Limit = TimeSpan.FromMinutes(20) },
        _ => throw new FormatException($"no machine is called '{name}'"),
    };

    /// <summary>Whether time in it is the host's, so that a scenario must not judge how long something took.</summary>
    public static bool IsRealTime(string name) => name is Smp61 or Smp612;
}
