// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>The kernels that machines boot, for checks of the module's sources against them.</summary>
/// <param name="paths">Where sources and cache are.</param>
public sealed class KernelTrees(LabPaths paths)
{
    private readonly MachineBuilds _builds = new(paths);

    /// <summary>The kernel of a machine; downloaded or built when it is not in the cache.</summary>
    /// <exception cref="LabPrerequisiteException">Something needed for that is missing.</exception>
    /// <exception cref="MachineException">Building it failed.</exception>
    public Task<LinuxKernel> GetAsync(MachineOptions options, CancellationToken cancellationToken) =>
        _builds.KernelAsync(options, cancellationToken);

    /// <summary>
    /// The folder of what gcov needs to read the counts that the module has made in a machine: the compiler's notes. Empty
    /// where its lines are not counted. The module is built when it is not in the cache.
    /// </summary>
    /// <exception cref="LabPrerequisiteException">Something needed for that is missing.</exception>
    /// <exception cref="MachineException">Building it failed.</exception>
    public async Task<string> NotesAsync(MachineOptions options, CancellationToken cancellationToken) =>
        await _builds.ModuleNotesAsync(await GetAsync(options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
}
