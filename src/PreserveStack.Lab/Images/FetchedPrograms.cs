// SPDX-License-Identifier: MIT
using System.IO.Enumeration;

namespace PreserveStack.Lab.Images;

/// <summary>
/// The programs of vm/fetched.list, for machines: from Debian's packages, which are downloaded and unpacked once and not
/// installed. They are not in the image, so that machines which do not call them neither wait nor have less memory.
/// </summary>
/// <param name="paths">Where the list is.</param>
/// <param name="cache">Keeps the unpacked packages.</param>
internal sealed class FetchedPrograms(LabPaths paths, LabCache cache)
{
    private const string Kind = "packages";

    /// <summary>Where programs find what they need.</summary>
    private static readonly string[] Kept = ["bin", "lib", "usr/bin", "usr/lib", "usr/share"];

    private static readonly string[] Documentation = ["doc", "man", "locale", "lintian", "bash-completion", "info", "bug", "apport", "perl5"];

    /// <summary>Fetches the programs that a text names; most name none, and cost nothing.</summary>
    /// <param name="text">A command, or a script.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Folders whose content belongs into the machine's root.</returns>
    /// <exception cref="Machines.LabPrerequisiteException">apt cannot download the packages.</exception>
    public async Task<IReadOnlyList<string>> NamedInAsync(string text, CancellationToken cancellationToken)
    {
        List<string> folders = [];
        foreach (FetchedProgram program in Listed().Where(program => program.Names.Any(name => DotnetPrograms.Names(text, name))))
        {
            folders.Add(await GetAsync(program, cancellationToken).ConfigureAwait(false));
        }

        return folders;
    }

    /// <summary>The programs of the list.</summary>
    internal IReadOnlyList<FetchedProgram> Listed() => FetchedProgram.Parse(File.ReadAllText(Path.Combine(paths.Vm, "fetched.list")));

    /// <summary>Files and links below a folder, by their path in it.</summary>
    internal static IEnumerable<(string Path, FileSystemInfo Entry)> Entries(string folder) =>
        EntriesIn(new DirectoryInfo(folder)).Select(entry => ("/" + Path.GetRelativePath(folder, entry.FullName), entry));

    /// <summary>Removes what machines do not need.</summary>
    internal static void Strip(string folder, IReadOnlyList<string> excluded)
    {
        foreach (DirectoryInfo top in new DirectoryInfo(folder).GetDirectories())
        {
            DirectoryInfo[] second = top.Name == "usr" ? top.GetDirectories() : [top];
            foreach (DirectoryInfo entry in second.Where(entry => !Kept.Contains(Path.GetRelativePath(folder, entry.FullName))))
            {
                entry.Delete(recursive: true);
            }
        }

        Remove(new DirectoryInfo(folder), [.. Documentation, .. excluded]);
    }

    private static IEnumerable<FileSystemInfo> EntriesIn(DirectoryInfo directory) =>
        directory.GetFileSystemInfos()
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .SelectMany(entry => entry is DirectoryInfo { LinkTarget: null } below ? EntriesIn(below) : [entry]);

    private static void Remove(DirectoryInfo directory, IReadOnlyList<string> patterns)
    {
        foreach (FileSystemInfo entry in directory.GetFileSystemInfos())
        {
            bool unwanted = patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false));
            if (entry is not DirectoryInfo { LinkTarget: null } below)
            {
                if (unwanted)
                {
                    entry.Delete();
                }
            }
            else if (unwanted)
            {
                below.Delete(recursive: true);
            }
            else
            {
                Remove(below, patterns);
            }
        }
    }

    private Task<string> GetAsync(FetchedProgram program, CancellationToken cancellationToken)
    {
        using var key = new ContentKey();
        key.Add(string.Join(' ', program.Packages)).Add(string.Join(' ', program.Excluded)).Add(string.Join(' ', Documentation));
        return cache.GetAsync(
            Path.Combine(Kind, $"{program.Names[0]}-{key}"),
            async (directory, token) =>
            {
                cache.Prune(Kind);
                await new AptPackages().UnpackAsync(program.Packages, directory, token).ConfigureAwait(false);
                Strip(directory, program.Excluded);
            },
            cancellationToken);
    }
}
