// SPDX-License-Identifier: MIT
using PreserveStack.Lab;

namespace PreserveStack.Cli.Services;

/// <summary>Makes the real lab.</summary>
internal static class LabFactory
{
    public static ILab Create() => new RunnerLab(new LabRunner(_ => throw new NotSupportedException()));
}
