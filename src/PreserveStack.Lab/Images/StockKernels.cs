// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Debian's own kernels, as users have them: downloaded and unpacked once, not installed.</summary>
/// <param name="cache">Keeps them.</param>
internal sealed partial class StockKernels(LabCache cache)
{
    private const string Kind = "kernels";
    private const string HeadersSource = "usr/src";

    /// <summary>Series that Debian 12 does not have, and where they are.</summary>
    private static readonly Dictionary<string, AptSource> Elsewhere = new() { ["7.3"] = AptSource.TrixieBackports };

    /// <summary>The series that the lab supports.</summary>
    public static IReadOnlyList<string> Series { get; } = ["6.1", "6.12", "7.3"];

    /// <summary>The kernel of a series: one that is in the cache, else the newest that apt knows.</summary>
    /// <exception cref="LabPrerequisiteException">apt has none, or no network.</exception>
    public async Task<LinuxKernel> GetAsync(string series, CancellationToken cancellationToken)
    {
        string kind = Path.Combine(Kind, series);
        string? folder = Cached(kind);
        if (folder is null)
        {
            AptPackages apt = await AptAsync(series, cancellationToken).ConfigureAwait(false);
            string package = await FindAsync(apt, series, cancellationToken).ConfigureAwait(false);
            string? version = await apt.VersionAsync(package, cancellationToken).ConfigureAwait(false);
            string release = ReleaseOf(package);
            folder = await cache.GetAsync(
                Path.Combine(kind, $"{release}_{version}".Replace(':', '_')),
                (directory, token) => FetchAsync(apt, package, release, foreign: Elsewhere.ContainsKey(series), directory, token),
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

    /// <summary>The packages that an image or its headers are divided into.</summary>
    [GeneratedRegex("^linux-(base|binary|modules|headers|kbuild)-")]
    private static partial Regex Parts();

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

    private async Task<AptPackages> AptAsync(string series, CancellationToken cancellationToken) =>
        Elsewhere.TryGetValue(series, out AptSource? source)
            ? new AptPackages(await source.OptionsAsync(cache, cancellationToken).ConfigureAwait(false))
            : new AptPackages();

    private static async Task<string> FindAsync(AptPackages apt, string series, CancellationToken cancellationToken) =>
        await apt.FindAsync(
            PatternOf(series), [$"linux-image-{series}-cloud-amd64", "linux-image-cloud-amd64"], cancellationToken).ConfigureAwait(false)
        ?? throw new LabPrerequisiteException(
            $"apt knows no linux-image-{series}*-cloud-amd64: run 'apt-get update', and for 6.12 on Debian 12 enable a suite that has it (bookworm-backports)");

    private static async Task FetchAsync(
        AptPackages apt, string package, string release, bool foreign, string directory, CancellationToken cancellationToken)
    {
        string headers = "linux-headers-" + release;
        string[] needs =
        [
            .. await apt.DependenciesAsync(package, cancellationToken).ConfigureAwait(false),
            .. await apt.DependenciesAsync(headers, cancellationToken).ConfigureAwait(false),
        ];
        string[] libraries = foreign ? ForeignPrograms.Libraries : [];
        await apt.UnpackAsync(
            [package, headers, .. needs.Where(name => Parts().IsMatch(name)).Distinct(), .. libraries], directory, cancellationToken)
            .ConfigureAwait(false);
        if (!Directory.Exists(Path.Combine(directory, "lib")))
        {
            // Newer packages have their modules where Debian's link would lead.
            Directory.CreateSymbolicLink(Path.Combine(directory, "lib"), "usr/lib");
        }

        if (foreign)
        {
            HeadersHere.Adapt(directory, Path.Combine(directory, HeadersSource, headers));
        }

        string packed = Path.Combine(directory, "boot", "vmlinuz-" + release);
        await BootImage.UnpackAsync(
            File.Exists(packed) ? packed : Path.Combine(directory, "lib", "modules", release, "vmlinuz"),
            Path.Combine(directory, "vmlinux"),
            cancellationToken).ConfigureAwait(false);
        await HostCommand.RunAsync("indexing the kernel's modules", "depmod", ["-b", directory, release], cancellationToken)
            .ConfigureAwait(false);
        // With it, a module build would ask for pahole to add type data that nobody needs.
        File.Delete(Path.Combine(directory, HeadersSource, headers, "vmlinux"));
    }

    // The package's Makefile names /usr/src. All other links in it are relative, and stay right; also when the cache moves.
    private static void RepointHeaders(string directory)
    {
        string source = Path.Combine(directory, HeadersSource);
        string makefile = Path.Combine(source, "linux-headers-" + ReleaseIn(directory), "Makefile");
        string text = File.ReadAllText(makefile);
        string right = SourcePath().Replace(text, source + "/");
        if (text != right)
        {
            File.WriteAllText(makefile, right);
        }
    }

    /// <summary>The folder of the headers in the Makefile of a package, whoever wrote it.</summary>
    [GeneratedRegex("/\\S*(?<=/usr/src)/")]
    private static partial Regex SourcePath();

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
