// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Debian packages, fetched and unpacked but not installed.</summary>
/// <param name="options">Tell apt where its package lists are, when they are not the host's.</param>
internal sealed partial class AptPackages(IReadOnlyList<string>? options = null)
{
    private readonly IReadOnlyList<string> _options = options ?? [];
    private bool _refreshed;

    /// <summary>Downloads packages and unpacks all of them into one folder.</summary>
    public async Task UnpackAsync(IReadOnlyList<string> packages, string directory, CancellationToken cancellationToken)
    {
        string downloads = Path.Combine(directory, "packages");
        Directory.CreateDirectory(downloads);
        HostCommandResult result = await DownloadAsync(packages, downloads, cancellationToken).ConfigureAwait(false);
        if (result.ExitStatus != 0 && await RefreshAsync(cancellationToken).ConfigureAwait(false))
        {
            result = await DownloadAsync(packages, downloads, cancellationToken).ConfigureAwait(false);
        }

        if (result.ExitStatus != 0)
        {
            throw new LabPrerequisiteException(
                $"apt cannot download {string.Join(' ', packages)}: check the network and run 'apt-get update' ({result.LastLines(1)})");
        }

        foreach (string package in Directory.EnumerateFiles(downloads, "*.deb"))
        {
            await HostCommand.RunAsync("unpacking " + Path.GetFileName(package), "dpkg", ["-x", package, directory], cancellationToken)
                .ConfigureAwait(false);
        }

        Directory.Delete(downloads, recursive: true);
    }

    /// <summary>The package that a metapackage stands for, or the newest one whose name matches; null when apt knows none.</summary>
    /// <param name="pattern">Matches the name of the package wanted.</param>
    /// <param name="metapackages">Tried first, in this order.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<string?> FindAsync(Regex pattern, IReadOnlyList<string> metapackages, CancellationToken cancellationToken)
    {
        string? found = await FindOnceAsync(pattern, metapackages, cancellationToken).ConfigureAwait(false);
        return found is null && await RefreshAsync(cancellationToken).ConfigureAwait(false)
            ? await FindOnceAsync(pattern, metapackages, cancellationToken).ConfigureAwait(false)
            : found;
    }

    /// <summary>The candidate version of a package.</summary>
    public async Task<string?> VersionAsync(string package, CancellationToken cancellationToken) =>
        FieldOf(await ShowAsync(package, cancellationToken).ConfigureAwait(false), "Version");

    /// <summary>The packages a package depends on directly.</summary>
    public async Task<IReadOnlyList<string>> DependenciesAsync(string package, CancellationToken cancellationToken) =>
        NamesIn(FieldOf(await ShowAsync(package, cancellationToken).ConfigureAwait(false), "Depends") ?? string.Empty);

    /// <summary>The names in a Depends field.</summary>
    public static IReadOnlyList<string> NamesIn(string depends) =>
        [.. depends.Split([',', '|']).Select(part => part.Trim().Split(' ')[0]).Where(name => name.Length > 0)];

    /// <summary>The value of a field of a control paragraph.</summary>
    public static string? FieldOf(string paragraph, string field) =>
        paragraph.Split('\n')
            .Where(line => line.StartsWith(field + ":", StringComparison.Ordinal))
            .Select(line => line[(field.Length + 1)..].Trim())
            .FirstOrDefault();

    private async Task<string?> FindOnceAsync(
        Regex pattern, IReadOnlyList<string> metapackages, CancellationToken cancellationToken)
    {
        foreach (string metapackage in metapackages)
        {
            IReadOnlyList<string> names = await DependenciesAsync(metapackage, cancellationToken).ConfigureAwait(false);
            if (names.FirstOrDefault(name => pattern.IsMatch(name)) is { } name)
            {
                return name;
            }
        }

        HostCommandResult search = await HostCommand.TryRunAsync(
            "apt-cache", [.. _options, "search", "--names-only", pattern.ToString()], cancellationToken).ConfigureAwait(false);
        return search.Output.Split('\n')
            .Select(line => line.Split(' ')[0])
            .Where(name => name.Length > 0)
            .OrderBy(name => Digits().Replace(name, digits => digits.Value.PadLeft(8, '0')), StringComparer.Ordinal)
            .LastOrDefault();
    }

    private async Task<string> ShowAsync(string package, CancellationToken cancellationToken) =>
        (await HostCommand.TryRunAsync("apt-cache", [.. _options, "show", "--no-all-versions", package], cancellationToken).ConfigureAwait(false)).Output;

    private Task<HostCommandResult> DownloadAsync(
        IReadOnlyList<string> packages, string directory, CancellationToken cancellationToken) =>
        HostCommand.TryRunAsync(
            "apt-get", ["-q", "-o", "APT::Sandbox::User=root", .. _options, "download", .. packages], cancellationToken, directory);

    // The host's package lists may be older than what the mirror still has, or absent. Only root can renew them.
    private async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (_refreshed || _options.Count > 0 || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        _refreshed = true;
        HostCommandResult result = await HostCommand.TryRunAsync(
            "apt-get", ["-q", "-o", "DPkg::Lock::Timeout=600", "update"], cancellationToken).ConfigureAwait(false);
        return result.ExitStatus == 0;
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();
}
