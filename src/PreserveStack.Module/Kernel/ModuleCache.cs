// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;

namespace PreserveStack.Module.Kernel;

/// <summary>Built modules, outside the checkout, in folders named by what they were made of.</summary>
/// <param name="sources">The folder kmod of a checkout.</param>
/// <param name="folder">Where to keep them.</param>
public sealed class ModuleCache(string sources, string folder)
{
    private static readonly string[] SourcePatterns = ["*.c", "*.h", "Makefile", "Kbuild"];
    private static readonly string[] NotCompiled = ["tests"];

    /// <summary>The user's cache folder: PRESERVE_CACHE, else preservestack below XDG_CACHE_HOME or ~/.cache.</summary>
    public static string StandardFolder()
    {
        if (Environment.GetEnvironmentVariable("PRESERVE_CACHE") is { Length: > 0 } own)
        {
            return own;
        }

        string? caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.Combine(
            string.IsNullOrEmpty(caches)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache")
                : caches,
            "preservestack");
    }

    /// <summary>Where the first module for <paramref name="release"/> is, or is to be put; the second is beside it.</summary>
    public string PathFor(KernelRelease release) => Path.Combine(FolderFor(release), $"{KernelModule.Name}.ko");

    /// <summary>Copies what is compiled into a new folder beside the final ones.</summary>
    /// <returns>That folder.</returns>
    public string Stage()
    {
        Directory.CreateDirectory(folder);
        string staging = Path.Combine(folder, $"host-module.{Guid.NewGuid():N}");
        foreach (string file in Files())
        {
            string target = Path.Combine(staging, Path.GetRelativePath(sources, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return staging;
    }

    /// <summary>Moves modules that were built into their final place; the first appears when all are there.</summary>
    /// <param name="staging">The staging folder.</param>
    /// <param name="release">The kernel they were built for.</param>
    /// <returns>Path of the first.</returns>
    public string Keep(string staging, KernelRelease release)
    {
        string target = FolderFor(release);
        Directory.CreateDirectory(target);
        foreach (string name in new[] { KernelModule.SecondName, KernelModule.Name })
        {
            File.Move(Path.Combine(staging, $"{name}.ko"), Path.Combine(target, $"{name}.ko"), overwrite: true);
        }

        return PathFor(release);
    }

    private string FolderFor(KernelRelease release) => Path.Combine(folder, $"host-module-{release.Text}-{Fingerprint()}");

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(sources, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private IEnumerable<string> Files() => SourcePatterns
        .SelectMany(pattern => Directory.EnumerateFiles(sources, pattern, SearchOption.AllDirectories))
        .Where(file => !NotCompiled.Contains(Path.GetRelativePath(sources, file).Split('/')[0]) && !file.EndsWith(".mod.c", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);
}
