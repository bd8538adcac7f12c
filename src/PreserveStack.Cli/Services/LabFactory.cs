// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Services;

/// <summary>Makes the real lab.</summary>
internal static class LabFactory
{
    public static ILab Create() => new RunnerLab(new LabRunner(MachineFactory.Create));
}
