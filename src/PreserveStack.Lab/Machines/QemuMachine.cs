// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>QEMU with a stock Debian kernel; with one processor in counted instructions.</summary>
internal sealed class QemuMachine(MachineOptions options, MachineBuilds builds) : Machine(options, builds)
{
    /// <inheritdoc/>
    protected override async Task<MachineStart> StartAsync(
        GuestJob job, RunDirectory directory, bool interactive, CancellationToken cancellationToken)
    {
        LinuxKernel kernel = await Builds.KernelAsync(Options, cancellationToken).ConfigureAwait(false);
        string ramDisk = await WriteRamDiskAsync(kernel, job, directory, cancellationToken).ConfigureAwait(false);
        VirtioFsServer? root = job.WithHostRoot
            ? await VirtioFsServer.StartAsync(Supervisor, directory, cancellationToken).ConfigureAwait(false)
            : null;
        var command = new QemuCommand
        {
            Kernel = kernel.Image,
            RamDisk = ramDisk,
            Files = new MachineFiles(directory.Path),
            Options = Options,
            RootSocket = root?.Socket,
            Interactive = interactive,
        };
        return new MachineStart(command.Build(), root);
    }
}
