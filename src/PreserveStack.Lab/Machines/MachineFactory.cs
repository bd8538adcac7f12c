// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>Makes machines, and what they are made of.</summary>
public static class MachineFactory
{
    private const int MemoryLimitMiB = 65536;
    private const int LeastMemoryMiB = 256;
    private const int MostProcessors = 16;

    /// <summary>Makes a machine; nothing is built or started yet.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message says which are allowed.</exception>
    /// <exception cref="LabPrerequisiteException">There is no checkout.</exception>
    public static IMachine Create(MachineOptions options) => Create(options, LabPaths.Find());

    /// <summary>The same, and tells what takes minutes to make before the first machine of a kind.</summary>
    /// <param name="options">How it is made.</param>
    /// <param name="progress">Told, in a few words each.</param>
    public static IMachine Create(MachineOptions options, IProgress<string> progress) => Create(options, LabPaths.Find(), progress);

    /// <summary>Makes a machine that can be used from a terminal.</summary>
    public static IInteractiveMachine CreateInteractive(MachineOptions options) => (IInteractiveMachine)Create(options);

    /// <summary>
    /// Downloads and builds what machines of this kind need, so that the first job does not wait for it.
    /// </summary>
    /// <param name="options">The kind and kernel.</param>
    /// <param name="progress">Told, in a few words each, what is being made.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="LabPrerequisiteException">Something is missing on the host.</exception>
    /// <exception cref="MachineException">A build failed.</exception>
    public static async Task PrepareAsync(MachineOptions options, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Check(options);
        var builds = new MachineBuilds(LabPaths.Find(), progress);
        progress?.Report(options.Kind == MachineKind.Qemu ? $"kernel {options.Kernel}" : $"{options.Kind} kernel");
        LinuxKernel kernel = await builds.KernelAsync(options, cancellationToken).ConfigureAwait(false);
        progress?.Report($"image for {kernel.Release}");
        await builds.ImageAsync(kernel, cancellationToken).ConfigureAwait(false);
        progress?.Report($"module for {kernel.Release}");
        await builds.ModulesAsync(kernel, forDebugger: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The path of preserve.ko for the kernel of these machines, after building it if its sources changed.</summary>
    public static async Task<string> BuildModuleAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        var builds = new MachineBuilds(LabPaths.Find());
        LinuxKernel kernel = await builds.KernelAsync(options, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> modules = await builds.ModulesAsync(kernel, forDebugger: false, cancellationToken).ConfigureAwait(false);
        return modules.Single(module => Path.GetFileName(module) == "preserve.ko");
    }

    /// <summary>The folder that <c>make -C</c> takes to build modules for the kernel of these machines.</summary>
    public static async Task<string> BuildDirectoryAsync(MachineOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        return (await new MachineBuilds(LabPaths.Find()).KernelAsync(options, cancellationToken).ConfigureAwait(false)).BuildDirectory;
    }

    internal static IMachine Create(MachineOptions options, LabPaths paths, IProgress<string>? progress = null)
    {
        Check(options);
        var builds = new MachineBuilds(paths, progress);
        return options.Kind == MachineKind.Qemu ? new QemuMachine(options, builds) : new UmlMachine(options, builds);
    }

    private static void Check(MachineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Kind == MachineKind.Qemu && !StockKernels.Series.Contains(options.Kernel))
        {
            throw new ArgumentException($"unknown kernel '{options.Kernel}': one of {string.Join(", ", StockKernels.Series)}", nameof(options));
        }

        if (options.Processors is < 1 or > MostProcessors)
        {
            throw new ArgumentException($"processors must be 1 to {MostProcessors}, not {options.Processors}", nameof(options));
        }

        if (options.Kind != MachineKind.Qemu && options.Processors > 1)
        {
            throw new ArgumentException("User-mode Linux has one processor: use the machine qemu to look for races", nameof(options));
        }

        if (options.MemoryMiB is < LeastMemoryMiB or > MemoryLimitMiB)
        {
            throw new ArgumentException(
                $"the memory must be {LeastMemoryMiB} to {MemoryLimitMiB} MiB, not {options.MemoryMiB}", nameof(options));
        }
    }
}
