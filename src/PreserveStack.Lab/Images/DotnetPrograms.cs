// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace PreserveStack.Lab.Images;

/// <summary>
/// The C# programs of vm/programs.list, for machines: compiled ahead of time, since guests have no .NET, and once per
/// version of their sources and of the SDK.
/// </summary>
/// <param name="paths">Where the sources are.</param>
/// <param name="cache">Keeps the programs.</param>
internal sealed class DotnetPrograms(LabPaths paths, LabCache cache)
{
    private const string Kind = "programs";
    private const string RuntimeIdentifier = "linux-x64";

    /// <summary>Builds the programs that a text names; most name none, and cost nothing.</summary>
    /// <param name="text">A command, or a script.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Paths of the programs.</returns>
    public async Task<IReadOnlyList<string>> NamedInAsync(string text, CancellationToken cancellationToken)
    {
        List<string> programs = [];
        foreach (DotnetProject project in Projects().Where(project => Names(text, project.ProgramName)))
        {
            programs.Add(await GetAsync(project, cancellationToken).ConfigureAwait(false));
        }

        return programs;
    }

    /// <summary>The projects of the list.</summary>
    internal IEnumerable<DotnetProject> Projects() =>
        File.ReadLines(Path.Combine(paths.Vm, "programs.list"))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.Length > 0)
            .Select(folder => DotnetProject.InFolder(Path.Combine(paths.Root, folder)));

    /// <summary>Whether a text names a program, on its own or as the last part of a path.</summary>
    internal static bool Names(string text, string program) =>
        Regex.IsMatch(text, $@"(?<![\w.-]){Regex.Escape(program)}(?![\w-])", RegexOptions.CultureInvariant);

    private async Task<string> GetAsync(DotnetProject project, CancellationToken cancellationToken)
    {
        string dotnet = Environment.GetEnvironmentVariable("PRESERVE_DOTNET") ?? "dotnet";
        using var key = new ContentKey();
        key.Add(await HostCommand.RunAsync("asking for the SDK's version", dotnet, ["--version"], cancellationToken, paths.Root).ConfigureAwait(false));
        key.AddFiles(
            paths.Root,
            project.Sources()
                .Select(file => Path.GetRelativePath(paths.Root, file))
                .Concat(["Directory.Build.props", "Directory.Packages.props"]));
        string folder = await cache.GetAsync(
            Path.Combine(Kind, $"{project.ProgramName}-{key}"),
            async (directory, token) =>
            {
                cache.Prune(Kind);
                await PublishAsync(dotnet, project, directory, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return Path.Combine(folder, project.ProgramName);
    }

    // Nothing is written beside the sources: another checkout, or an IDE, may be building them.
    private static async Task PublishAsync(string dotnet, DotnetProject project, string directory, CancellationToken cancellationToken)
    {
        string artifacts = Path.Combine(directory, "artifacts");
        string published = Path.Combine(directory, "published");
        string[] arguments =
        [
            "publish", project.File, "--configuration", "Release", "--runtime", RuntimeIdentifier,
            "--artifacts-path", artifacts, "--output", published,
            "--verbosity", "quiet", "--nologo", "--disable-build-servers", "-maxCpuCount:2",
        ];
        await HostCommand.RunAsync($"compiling {project.ProgramName}", dotnet, arguments, cancellationToken).ConfigureAwait(false);
        File.Move(Path.Combine(published, project.ProgramName), Path.Combine(directory, project.ProgramName));
        Directory.Delete(artifacts, recursive: true);
        Directory.Delete(published, recursive: true);
    }
}
