// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>A machine that can give its job the user's terminal. Its time is real time.</summary>
public interface IInteractiveMachine
{
    /// <summary>Boots, and runs the job's script with this process's terminal as its own.</summary>
    /// <returns>The script's exit status, and the files it left.</returns>
    /// <exception cref="MachineException">The machine did not boot, or crashed.</exception>
    Task<GuestResult> RunInteractiveAsync(GuestJob job, CancellationToken cancellationToken);
}
