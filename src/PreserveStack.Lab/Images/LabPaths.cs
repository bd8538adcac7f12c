// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Where the sources and the cache are.</summary>
public sealed record LabPaths
{
    /// <summary>The checkout: the folder with vm/ and kmod/.</summary>
    public required string Root { get; init; }

    /// <summary>The cache of slow things.</summary>
    public required string Cache { get; init; }

    /// <summary>The machines' own files.</summary>
    public string Vm => Path.Combine(Root, "vm");

    /// <summary>The module's sources.</summary>
    public string Module => Path.Combine(Root, "kmod");

    /// <summary>
    /// Finds them: the checkout by PRESERVE_ROOT or above the program, the cache by PRESERVE_CACHE, XDG_CACHE_HOME or the home directory.
    /// </summary>
    /// <exception cref="LabPrerequisiteException">There is no checkout.</exception>
    public static LabPaths Find() => new() { Root = FindRoot(), Cache = FindCache() };

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("PRESERVE_ROOT") is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "vm", "image.list")))
            {
                return directory.FullName;
            }
        }

        throw new LabPrerequisiteException("the checkout with vm/ and kmod/ was not found: set PRESERVE_ROOT to it");
    }

    private static string FindCache()
    {
        if (Environment.GetEnvironmentVariable("PRESERVE_CACHE") is { Length: > 0 } given)
        {
            return Path.GetFullPath(given);
        }

        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        }

        return Path.Combine(cache, "preservestack");
    }
}
