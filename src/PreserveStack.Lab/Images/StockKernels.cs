// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Debian's own kernels, as users have them: downloaded and unpacked once, not installed.</summary>
/// <param name="cache">Keeps them.</param>
internal sealed class StockKernels(LabCache cache)
{
    private const string Kind = "kernels";
    private const string HeadersSource = "usr/src";

    private readonly AptPackages _apt = new();

    /// <summary>The series that the lab supports.</summary>
    public static IReadOnlyList<string> Series { get; } = ["6.1", "6.12"];

    /// <summary>The kernel of a series: one that is in the cache, else the newest that apt knows.</summary>
    /// <exception cref="LabPrerequisiteException">apt has none, or no network.</exception>
    public async Task<LinuxKernel> GetAsync(string series, CancellationToken cancellationToken)
    {
        string kind = Path.Combine(Kind, series);
        string? folder = Cached(kind);
        if (folder is null)
        {
            string package = await FindAsync(series, cancellationToken).ConfigureAwait(false);
            string? version = await AptPackages.VersionAsync(package, cancellationToken).ConfigureAwait(false);
            string release = ReleaseOf(package);
            folder = await cache.GetAsync(
                Path.Combine(kind, $"{release}_{version}".Replace(':', '_')),
                (directory, token) => FetchAsync(package, release, directory, token),
                cancellationToken).ConfigureAwait(false);
        }

        RepointHeaders(folder);
        return Describe(folder);
    }

    /// <summary>The release in a package's name.</summary>
    public static string ReleaseOf(string package)
    {
        const string prefix = "linux-image-";
        const string suffix = "-unsigned";
        string release = package[prefix.Length..];
        return release.EndsWith(suffix, StringComparison.Ordinal) ? release[..^suffix.Length] : release;
    }

    /// <summary>Matches the packages of a series' cloud kernels: "6.1" is no "6.12".</summary>
    public static Regex PatternOf(string series) =>
        new($"^linux-image-{Regex.Escape(series)}(\\.[0-9]+)?([-+~][0-9a-z.+~-]+)?-cloud-amd64(-unsigned)?$");

    private string? Cached(string kind)
    {
        var directory = new DirectoryInfo(Path.Combine(cache.Root, kind));
        return !directory.Exists
            ? null
            : directory.EnumerateDirectories()
                .Where(entry => !entry.Name.EndsWith(".partial", StringComparison.Ordinal))
                .OrderBy(entry => entry.CreationTimeUtc)
                .LastOrDefault()?.FullName;
    }

    private async Task<string> FindAsync(string series, CancellationToken cancellationToken) =>
        await _apt.FindAsync(
            PatternOf(series), [$"linux-image-{series}-cloud-amd64", "linux-image-cloud-amd64"], cancellationToken).ConfigureAwait(false)
        ?? throw new LabPrerequisiteException(
            $"apt knows no linux-image-{series}*-cloud-amd64: run 'apt-get update', and for 6.12 on Debian 12 enable a suite that has it (bookworm-backports)");

    private async Task FetchAsync(string package, string release, string directory, CancellationToken cancellationToken)
    {
        string headers = "linux-headers-" + release;
        IReadOnlyList<string> needs = await AptPackages.DependenciesAsync(headers, cancellationToken).ConfigureAwait(false);
        string[] more = [.. needs.Where(name =>
            name.StartsWith("linux-headers-", StringComparison.Ordinal) || name.StartsWith("linux-kbuild-", StringComparison.Ordinal))];
        await _apt.UnpackAsync([package, headers, .. more], directory, cancellationToken).ConfigureAwait(false);
        await BootImage.UnpackAsync(
            Path.Combine(directory, "boot", "vmlinuz-" + release), Path.Combine(directory, "vmlinux"), cancellationToken).ConfigureAwait(false);
        await HostCommand.RunAsync("indexing the kernel's modules", "depmod", ["-b", directory, release], cancellationToken)
            .ConfigureAwait(false);
        // With it, a module build would ask for pahole to add type data that nobody needs.
        File.Delete(Path.Combine(directory, HeadersSource, headers, "vmlinux"));
    }

    // The package's Makefile names /usr/src. All other links in it are relative, and stay right; also when the cache moves.
    private static void RepointHeaders(string directory)
    {
        string release = ReleaseIn(directory);
        string source = Path.Combine(directory, HeadersSource);
        string common = Directory.EnumerateDirectories(source, "linux-headers-*-common").Single();
        string makefile = Path.Combine(source, "linux-headers-" + release, "Makefile");
        string text = $"include {common}/Makefile\n";
        if (File.ReadAllText(makefile) != text)
        {
            File.WriteAllText(makefile, text);
        }
    }

    private static LinuxKernel Describe(string directory)
    {
        string release = ReleaseIn(directory);
        return new LinuxKernel
        {
            Release = release,
            Key = Path.GetFileName(directory),
            Image = Path.Combine(directory, "vmlinux"),
            BuildDirectory = Path.Combine(directory, HeadersSource, "linux-headers-" + release),
            ModulesRoot = directory,
        };
    }

    private static string ReleaseIn(string directory) =>
        Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(directory, "lib", "modules")).Single());
}
