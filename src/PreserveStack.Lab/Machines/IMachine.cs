// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>A virtual machine that boots, runs one job as root, and is gone.</summary>
public interface IMachine
{
    /// <summary>Boots, runs <paramref name="job"/> and returns what it printed and left behind.</summary>
    /// <param name="job">What to run inside.</param>
    /// <param name="output">Receives standard output and error while they are produced; null to only collect them.</param>
    /// <param name="cancellationToken">Kills the machine.</param>
    /// <exception cref="MachineException">The machine did not boot, crashed, or exceeded its wall-clock limit.</exception>
    Task<GuestResult> RunAsync(GuestJob job, IGuestOutput? output, CancellationToken cancellationToken);
}
