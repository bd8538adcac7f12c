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
        if (!File.Exists(QemuCommand.Emulator))
        {
            throw new LabPrerequisiteException(
                $"{QemuCommand.Emulator} is missing: run 'preserve setup', which installs the package qemu-system-x86");
        }

        LinuxKernel kernel = await Builds.KernelAsync(Options, cancellationToken).ConfigureAwait(false);
        string image = await Builds.ImageAsync(kernel, cancellationToken).ConfigureAwait(false);
        string archive = await WriteJobAsync(kernel, Options.Processors > 1 ? StandingHooks.Before(job) : job, directory, cancellationToken).ConfigureAwait(false);
        VirtioFsServer? root = job.WithHostRoot
            ? await VirtioFsServer.StartAsync(Supervisor, directory, cancellationToken).ConfigureAwait(false)
            : null;
        var command = new QemuCommand
        {
            Kernel = kernel.Image,
            RamDisk = image,
            Job = archive,
            Files = new MachineFiles(directory.Path),
            Options = Options,
            RootSocket = root?.Socket,
            Interactive = interactive,
        };
        if (!command.CanBeSaved)
        {
            return new MachineStart(command.Build(), root);
        }

        string snapshot = await new QemuSnapshots(Builds).GetAsync(command, Supervisor, cancellationToken).ConfigureAwait(false);
        QemuCommand restored = QemuSnapshots.Restored(command, snapshot, directory);
        return new MachineStart(
            restored.Build(),
            ResumeAsync: (ended, token) => QemuSnapshots.ResumeAsync(snapshot, restored.Memory!, ended, token));
    }
}
