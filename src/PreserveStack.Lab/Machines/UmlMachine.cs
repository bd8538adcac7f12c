// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>User-mode Linux in simulated time.</summary>
internal sealed class UmlMachine(MachineOptions options, MachineBuilds builds) : Machine(options, builds)
{
    /// <inheritdoc/>
    protected override async Task<MachineStart> StartAsync(
        GuestJob job, RunDirectory directory, bool interactive, CancellationToken cancellationToken)
    {
        LinuxKernel kernel = await Builds.KernelAsync(Options, cancellationToken).ConfigureAwait(false);
        var debugger = new GdbScript(directory.Path, kernel.Image, Builds.Paths.Module);
        if (job.WithDebugger)
        {
            job = job with { Environment = new Dictionary<string, string>(job.Environment) { [GdbScript.Variable] = debugger.Path } };
        }

        var command = new UmlCommand
        {
            Kernel = kernel.Image,
            RamDisk = await Builds.ImageAsync(kernel, cancellationToken).ConfigureAwait(false),
            Job = await WriteJobAsync(kernel, job, directory, cancellationToken).ConfigureAwait(false),
            SeededRandom = await Builds.Helpers.SeededRandomAsync(cancellationToken).ConfigureAwait(false),
            Directory = directory.Path,
            Options = Options,
            WithHostRoot = job.WithHostRoot,
            Interactive = interactive,
        };
        if (!job.WithDebugger)
        {
            return new MachineStart(command.Build());
        }

        IReadOnlyList<string> modules = await Builds.ModulesAsync(kernel, forDebugger: true, cancellationToken).ConfigureAwait(false);
        return new MachineStart(command.Build(), Started: process => debugger.Write(process, Path.GetDirectoryName(modules[0])!));
    }
}
