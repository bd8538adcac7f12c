// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Services;

/// <summary>Makes the real lab.</summary>
internal static class LabFactory
{
    public static ILab Create(TextWriter error)
    {
        var progress = new Lines(error);
        return new RunnerLab(new LabRunner(options => MachineFactory.Create(options, progress)));
    }

    // Not Progress<T>: that tells things in any order.
    private sealed class Lines(TextWriter error) : IProgress<string>
    {
        public void Report(string value) => error.WriteLine(value);
    }
}
