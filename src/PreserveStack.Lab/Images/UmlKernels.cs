// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>User-mode Linux, built once from Debian's kernel sources and a configuration of vm/uml.</summary>
/// <param name="paths">Where vm/uml is.</param>
/// <param name="cache">Keeps the kernels.</param>
/// <param name="progress">Told what is being done, which takes minutes; null for nobody.</param>
internal sealed partial class UmlKernels(LabPaths paths, LabCache cache, IProgress<string>? progress = null)
{
    private const string Kind = "uml";
    private const string SourcePackage = "linux-source-6.1";
    private const string Program = "linux";

    /// <summary>Raised when this code builds another kernel from the same configuration.</summary>
    private const string Format = "1";

    /// <summary>Parts of the sources that no module build looks at.</summary>
    private static readonly string[] Dispensable =
    [
        "Documentation", "LICENSES", "block", "certs", "crypto", "drivers", "fs", "init", "io_uring", "ipc", "kernel", "lib", "mm", "net",
        "rust", "samples", "security", "sound", "tools", "usr", "virt",
    ];

    private readonly AptPackages _apt = new();

    /// <summary>The kernel with simulated time, or the one that also looks for bugs.</summary>
    public async Task<LinuxKernel> GetAsync(bool debug, CancellationToken cancellationToken)
    {
        string configuration = await ConfigurationAsync(debug, cancellationToken).ConfigureAwait(false);
        using var key = new ContentKey();
        string name = $"{(debug ? "debug" : "lab")}-{key.Add(Format).Add(configuration)}";
        string folder = Cached(name)
            ?? await cache.GetAsync(
                Path.Combine(Kind, $"{name}_{await VersionAsync(cancellationToken).ConfigureAwait(false)}"),
                (directory, token) => BuildAsync(configuration, directory, token),
                cancellationToken).ConfigureAwait(false);
        string release = await File.ReadAllTextAsync(
            Path.Combine(folder, "include", "config", "kernel.release"), cancellationToken).ConfigureAwait(false);
        return new LinuxKernel
        {
            Release = release.Trim(),
            Key = Path.GetFileName(folder),
            Image = Path.Combine(folder, Program),
            BuildDirectory = folder,
            RunsUnitTests = debug,
            // The instrumentation that finds undefined behaviour, and that counts lines, covers what asks for it.
            MakeArguments = debug ? ["ARCH=um", "UBSAN_SANITIZE=y", "GCOV_PROFILE=y"] : ["ARCH=um"],
        };
    }

    /// <summary>
    /// Lets User-mode Linux check for sleeping in atomic context. It is barred there for want of preemption, but
    /// needs no more than the counter.
    /// </summary>
    public static string AllowAtomicSleepChecks(string kconfig) =>
        AtomicSleep().Replace(kconfig, match => match.Value.Replace("\tdepends on !ARCH_NO_PREEMPT\n", string.Empty, StringComparison.Ordinal));

    /// <summary>
    /// Lets faults be injected into what one module asks for. It is barred on x86-64, where stacks are read without frame
    /// pointers; User-mode Linux has them.
    /// </summary>
    public static string AllowStackTraceFilter(string kconfig) =>
        StackTraceFilter().Replace(kconfig, match => match.Value.Replace("\tdepends on !X86_64\n", string.Empty, StringComparison.Ordinal));

    [GeneratedRegex(@"^config FAULT_INJECTION_STACKTRACE_FILTER\n(?:\t.*\n)+", RegexOptions.Multiline)]
    private static partial Regex StackTraceFilter();

    [GeneratedRegex(@"^config DEBUG_ATOMIC_SLEEP\n(?:\t.*\n)+", RegexOptions.Multiline)]
    private static partial Regex AtomicSleep();

    private async Task<string> ConfigurationAsync(bool debug, CancellationToken cancellationToken)
    {
        string directory = Path.Combine(paths.Vm, "uml");
        string lab = await File.ReadAllTextAsync(Path.Combine(directory, "lab.config"), cancellationToken).ConfigureAwait(false);
        return debug
            ? lab + await File.ReadAllTextAsync(Path.Combine(directory, "debug.config"), cancellationToken).ConfigureAwait(false)
            : lab;
    }

    private string? Cached(string name)
    {
        string directory = Path.Combine(cache.Root, Kind);
        return !Directory.Exists(directory)
            ? null
            : Directory.EnumerateDirectories(directory, name + "_*")
                .Where(entry => !entry.EndsWith(".partial", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .LastOrDefault();
    }

    private async Task<string> VersionAsync(CancellationToken cancellationToken) =>
        await _apt.FindAsync(new Regex($"^{Regex.Escape(SourcePackage)}$"), [], cancellationToken).ConfigureAwait(false) is not null &&
        await _apt.VersionAsync(SourcePackage, cancellationToken).ConfigureAwait(false) is { } version
            ? version.Replace(':', '_')
            : throw new LabPrerequisiteException($"apt knows no {SourcePackage}: run 'apt-get update' (Debian 12 has it)");

    private async Task BuildAsync(string configuration, string directory, CancellationToken cancellationToken)
    {
        progress?.Report("User-mode Linux is built, once, which takes minutes: getting the kernel's sources");
        await _apt.UnpackAsync([SourcePackage], directory, cancellationToken).ConfigureAwait(false);
        string archive = Path.Combine(directory, "usr", "src", SourcePackage + ".tar.xz");
        await HostCommand.RunAsync(
            "unpacking the kernel's sources", "tar", ["-xf", archive, "-C", directory, "--strip-components=1"], cancellationToken)
            .ConfigureAwait(false);
        File.Delete(archive);

        string kconfig = Path.Combine(directory, "lib", "Kconfig.debug");
        await File.WriteAllTextAsync(
            kconfig,
            AllowStackTraceFilter(AllowAtomicSleepChecks(await File.ReadAllTextAsync(kconfig, cancellationToken).ConfigureAwait(false))),
            cancellationToken).ConfigureAwait(false);
        string wanted = Path.Combine(directory, "wanted.config");
        await File.WriteAllTextAsync(wanted, configuration, cancellationToken).ConfigureAwait(false);
        await MakeAsync(directory, ["KCONFIG_ALLCONFIG=" + wanted, "allnoconfig"], cancellationToken).ConfigureAwait(false);
        RejectLostOptions(configuration, await File.ReadAllTextAsync(Path.Combine(directory, ".config"), cancellationToken).ConfigureAwait(false));
        string jobs = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture);
        await MakeAsync(directory, ["-j" + jobs, "all"], cancellationToken).ConfigureAwait(false);
        Prune(directory);
    }

    // Without -s make prints a line for each file.
    private Task MakeAsync(string directory, string[] arguments, CancellationToken cancellationToken) =>
        HostCommand.RunAsync(
            "building User-mode Linux",
            "nice",
            ["-n", "5", "make", "-C", directory, "ARCH=um", .. arguments],
            cancellationToken,
            onLine: new BuildSteps("User-mode Linux", progress).OnLine);

    // Kconfig drops silently what lacks a dependency; a test bed without it would be found out much later.
    private static void RejectLostOptions(string wanted, string actual)
    {
        HashSet<string> present = [.. actual.Split('\n')];
        Dictionary<string, string> last = [];
        foreach (string line in wanted.Split('\n').Where(line => line.StartsWith("CONFIG_", StringComparison.Ordinal)))
        {
            last[line.Split('=')[0]] = line;
        }

        string[] lost = [.. last.Values.Where(line => !line.EndsWith("=n", StringComparison.Ordinal) && !present.Contains(line))];
        if (lost.Length > 0)
        {
            throw new MachineException($"the kernel's configuration did not take {string.Join(' ', lost)}: see vm/uml");
        }
    }

    private static void Prune(string directory)
    {
        foreach (string part in Dispensable)
        {
            Directory.Delete(Path.Combine(directory, part), recursive: true);
        }

        foreach (string architecture in Directory.EnumerateDirectories(Path.Combine(directory, "arch")))
        {
            if (Path.GetFileName(architecture) is not ("um" or "x86"))
            {
                Directory.Delete(architecture, recursive: true);
            }
        }

        foreach (string file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is ".o" or ".a" or ".cmd" && !file.Contains("/scripts/", StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }

        // The same program with symbols, for a debugger; it is 10 times as big.
        File.Delete(Path.Combine(directory, "vmlinux.o"));
    }
}
