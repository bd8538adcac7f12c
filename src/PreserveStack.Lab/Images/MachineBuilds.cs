// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Everything a machine is started from; each part is made on first use and kept in the cache.</summary>
internal sealed class MachineBuilds
{
    private readonly StockKernels _stock;
    private readonly UmlKernels _uml;
    private readonly GuestImages _images;
    private readonly ModuleBuilder _modules;

    /// <summary>Makes what is missing below the given paths.</summary>
    public MachineBuilds(LabPaths paths, IProgress<string>? progress = null)
    {
        var cache = new LabCache(paths.Cache);
        Cache = cache;
        Paths = paths;
        Helpers = new HelperPrograms(paths, cache);
        Programs = new DotnetPrograms(paths, cache);
        Fetched = new FetchedPrograms(paths, cache);
        _stock = new StockKernels(cache);
        _uml = new UmlKernels(paths, cache, progress);
        _images = new GuestImages(paths, cache, Helpers);
        _modules = new ModuleBuilder(cache);
    }

    /// <summary>Where sources and cache are.</summary>
    public LabPaths Paths { get; }

    /// <summary>Keeps what is slow to make.</summary>
    public LabCache Cache { get; }

    /// <summary>The C programs.</summary>
    public HelperPrograms Helpers { get; }

    /// <summary>The C# programs.</summary>
    public DotnetPrograms Programs { get; }

    /// <summary>Programs of Debian's packages.</summary>
    public FetchedPrograms Fetched { get; }

    /// <summary>The kernel that a machine boots.</summary>
    public Task<LinuxKernel> KernelAsync(MachineOptions options, CancellationToken cancellationToken) => options.Kind switch
    {
        MachineKind.Qemu => _stock.GetAsync(options.Kernel, cancellationToken),
        MachineKind.Uml => _uml.GetAsync(debug: false, cancellationToken),
        _ => _uml.GetAsync(debug: true, cancellationToken),
    };

    /// <summary>The RAM disk for a kernel.</summary>
    public Task<string> ImageAsync(LinuxKernel kernel, CancellationToken cancellationToken) => _images.GetAsync(kernel, cancellationToken);

    /// <summary>The module of this repository, and its tests where the kernel can run them.</summary>
    /// <param name="kernel">That kernel.</param>
    /// <param name="forDebugger">Whether they know lines and types.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    public Task<IReadOnlyList<string>> ModulesAsync(LinuxKernel kernel, bool forDebugger, CancellationToken cancellationToken) =>
        _modules.BuildAsync(Paths.Module, kernel, forDebugger, cancellationToken);

    /// <summary>What the compiler noted about the lines of that module.</summary>
    public Task<string> ModuleNotesAsync(LinuxKernel kernel, CancellationToken cancellationToken) =>
        _modules.NotesAsync(Paths.Module, kernel, cancellationToken);
}
