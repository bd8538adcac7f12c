// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Debian suites that the host's apt does not know: their package lists are in the cache, and nothing of the host's changes.</summary>
/// <param name="Name">Names the folder of the lists.</param>
/// <param name="Suites">Separated by blanks.</param>
internal sealed record AptSource(string Name, string Suites)
{
    private const string Kind = "apt";
    private const string FileName = "debian.sources";

    /// <summary>The suites with the newest kernels that Debian builds for its stable release.</summary>
    public static AptSource TrixieBackports { get; } = new("trixie-backports", "trixie trixie-backports");

    /// <summary>Options for apt-get and apt-cache, after fetching the lists when those in the cache are not of today.</summary>
    /// <exception cref="LabPrerequisiteException">The mirror cannot be reached.</exception>
    public async Task<IReadOnlyList<string>> OptionsAsync(LabCache cache, CancellationToken cancellationToken)
    {
        string folder = await cache.GetAsync(
            Path.Combine(Kind, $"{Name}-{DateTime.UtcNow:yyyyMMdd}"),
            async (directory, token) =>
            {
                cache.Prune(Kind);
                await FetchAsync(directory, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return OptionsFor(folder);
    }

    private static IReadOnlyList<string> OptionsFor(string folder) =>
    [
        "-o", $"Dir::Etc::SourceList={Path.Combine(folder, FileName)}", "-o", "Dir::Etc::SourceParts=/dev/null",
        "-o", $"Dir::State::Lists={Path.Combine(folder, "lists")}", "-o", $"Dir::Cache={Path.Combine(folder, "cache")}",
        // What is installed here is of another release.
        "-o", "Dir::State::Status=/dev/null",
        "-o", "Acquire::Languages=none", "-o", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
    ];

    private async Task FetchAsync(string directory, CancellationToken cancellationToken)
    {
        string sources =
            $"""
             Types: deb
             URIs: http://deb.debian.org/debian
             Suites: {Suites}
             Components: main
             Architectures: amd64
             Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

             """;
        await File.WriteAllTextAsync(Path.Combine(directory, FileName), sources, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(Path.Combine(directory, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(directory, "cache", "archives", "partial"));
        HostCommandResult result = await HostCommand.TryRunAsync(
            "apt-get", ["-q", "-o", "APT::Sandbox::User=root", .. OptionsFor(directory), "update"], cancellationToken).ConfigureAwait(false);
        if (result.ExitStatus != 0)
        {
            throw new LabPrerequisiteException($"apt cannot read Debian's {Suites}: check the network ({result.LastLines(1)})");
        }
    }
}
