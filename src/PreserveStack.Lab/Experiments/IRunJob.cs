// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Experiments;

/// <summary>What one run does in its machine, and how its record is read.</summary>
public interface IRunJob
{
    /// <summary>Makes the machine's job.</summary>
    /// <param name="liveMs">Every so many ms of simulated time a sample is printed; 0 for none.</param>
    GuestJob Create(int liveMs);

    /// <summary>Reads what the machine left behind.</summary>
    /// <exception cref="MachineException">A part of the record is missing or unreadable.</exception>
    RunResult Read(RunRecord record);
}
