// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Kernel;

/// <summary>Builds, loads and unloads the module, which consists of two, on the machine this runs on.</summary>
/// <param name="files">Where the kernel shows it.</param>
/// <param name="tools">Runs make, insmod and rmmod.</param>
/// <param name="cache">Built modules; null outside a checkout, where nothing can be built.</param>
public sealed class KernelModule(ModuleFiles files, IToolRunner tools, ModuleCache? cache)
{
    internal const string Name = "preserve";

    /// <summary>Several paths at once; it needs the first.</summary>
    internal const string SecondName = "preserve_paths";

    /// <summary>Where the module stands.</summary>
    /// <param name="instance">The namespace whose switch is looked at.</param>
    public ModuleStatus Status(PreserveModule instance)
    {
        KernelRelease release = RunningKernel();
        bool loaded = IsLoaded(Name);
        string? built = cache?.PathFor(release);
        return new ModuleStatus(
            loaded,
            loaded && File.Exists($"{files.Loaded}/version") ? File.ReadAllText($"{files.Loaded}/version").Trim() : null,
            IsLoaded(SecondName),
            loaded ? instance.ReadSetting("enabled").Value == "1" : null,
            release.Text,
            release.IsSupported,
            Directory.Exists(HeadersOf(release)),
            release.HeadersPackage,
            File.Exists(built) ? built : null);
    }

    /// <summary>Builds the module unless it was already built from the same sources.</summary>
    /// <param name="kernel">Release of the kernel to build for; null for the running one.</param>
    /// <param name="cancellationToken">Stops the build.</param>
    /// <returns>Path of preserve.ko.</returns>
    /// <exception cref="MissingPrerequisiteException">No headers of that kernel, no compiler, or no sources.</exception>
    /// <exception cref="ModuleException">The kernel is too old, or the build failed.</exception>
    public async Task<string> BuildAsync(string? kernel, CancellationToken cancellationToken)
    {
        KernelRelease release = kernel is null ? RunningKernel() : ParseRelease(kernel);
        if (!release.IsSupported)
        {
            throw new ModuleException($"kernel {release.Text} is too old: the module needs {KernelRelease.OldestSupported} or newer");
        }

        ModuleCache sources = cache
            ?? throw new MissingPrerequisiteException("there are no sources to build from: run the script 'preserve' of a checkout");
        string target = sources.PathFor(release);
        if (File.Exists(target))
        {
            return target;
        }

        string headers = HeadersOf(release);
        if (!Directory.Exists(headers))
        {
            throw new MissingPrerequisiteException(
                $"the headers of kernel {release.Text} are missing: 'apt-get install {release.HeadersPackage}' brings them "
                + "(a kernel that is not Debian's has its own package)");
        }

        string staging = sources.Stage();
        try
        {
            ToolResult result = await tools.RunAsync("make", ["-C", staging, $"KDIR={headers}", "module"], cancellationToken).ConfigureAwait(false);
            return result.ExitStatus == 0
                ? sources.Keep(staging, release)
                : throw new ModuleException($"building the module for kernel {release.Text} failed: {result.FirstError()}");
        }
        finally
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    /// <summary>Loads the module, built before if need be. It stays disabled in every namespace.</summary>
    /// <param name="path">
    /// A preserve.ko, with preserve_paths.ko beside it unless it is to be loaded alone; null for those built for the running kernel.
    /// </param>
    /// <param name="cancellationToken">Stops a build.</param>
    /// <returns>Whether it was loaded now; false when it was loaded before.</returns>
    /// <exception cref="ModuleException">No root, or refused by the kernel.</exception>
    public async Task<bool> LoadAsync(string? path, CancellationToken cancellationToken)
    {
        if (IsLoaded(Name) && IsLoaded(SecondName))
        {
            return false;
        }

        RequireRoot("loading");
        string file = path ?? await BuildAsync(null, cancellationToken).ConfigureAwait(false);
        string second = Path.Combine(Path.GetDirectoryName(file)!, $"{SecondName}.ko");
        bool now = await InsertAsync(Name, file, cancellationToken).ConfigureAwait(false);
        return (File.Exists(second) && await InsertAsync(SecondName, second, cancellationToken).ConfigureAwait(false)) || now;
    }

    private async Task<bool> InsertAsync(string name, string file, CancellationToken cancellationToken)
    {
        if (IsLoaded(name))
        {
            return false;
        }

        ToolResult result = await tools.RunAsync("insmod", [file], cancellationToken).ConfigureAwait(false);
        return result.ExitStatus == 0
            ? true
            : throw new ModuleException($"the kernel refused {file}: {result.FirstError()}; 'dmesg | tail' tells more");
    }

    /// <summary>Unloads the module; its connections go on as plain TCP.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ModuleException">No root, not loaded, or refused by the kernel.</exception>
    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        if (!IsLoaded(Name))
        {
            throw new ModuleException("the module is not loaded: there is nothing to unload");
        }

        RequireRoot("unloading");
        string[] names = IsLoaded(SecondName) ? [SecondName, Name] : [Name];
        ToolResult result = await tools.RunAsync("rmmod", names, cancellationToken).ConfigureAwait(false);
        if (result.ExitStatus != 0)
        {
            throw new ModuleException($"the kernel does not let go of the module: {result.FirstError()}");
        }
    }

    private bool IsLoaded(string name) => Directory.Exists(files.LoadedOf(name));

    private static void RequireRoot(string doing)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new ModuleException($"{doing} the module takes root: run it with sudo");
        }
    }

    private static KernelRelease ParseRelease(string text) =>
        KernelRelease.TryParse(text, out KernelRelease? release)
            ? release
            : throw new ModuleException($"'{text}' is not a kernel release as 'uname -r' prints it");

    private KernelRelease RunningKernel() => ParseRelease(File.ReadAllText(files.KernelRelease));

    private string HeadersOf(KernelRelease release) => $"{files.Modules}/{release.Text}/build";
}
