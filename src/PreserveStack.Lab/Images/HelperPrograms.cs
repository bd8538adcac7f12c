// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>The small C programs of this repository that run in machines, built once per version of their sources.</summary>
/// <param name="paths">Where the sources are.</param>
/// <param name="cache">Keeps the programs.</param>
internal sealed class HelperPrograms(LabPaths paths, LabCache cache)
{
    private const string Kind = "helpers";

    /// <summary>PID 1 of the machines.</summary>
    public Task<string> InitAsync(CancellationToken cancellationToken) =>
        BuildAsync(
            "init",
            Path.Combine(paths.Vm, "init"),
            (source, target) => ("gcc", ["-O2", "-Wall", "-static", "-s", "-o", target, .. Sources(source)]),
            cancellationToken);

    /// <summary>Repeatable "random" numbers for User-mode Linux.</summary>
    public Task<string> SeededRandomAsync(CancellationToken cancellationToken) =>
        BuildAsync(
            "seededrandom.so",
            Path.Combine(paths.Vm, "uml"),
            (source, target) => ("gcc", ["-O2", "-Wall", "-shared", "-fPIC", "-o", target, .. Sources(source)]),
            cancellationToken);

    /// <summary>
    /// What jobs call: probe, which sends and receives for the experiments, and inject, which sends malformed packets.
    /// A checkout may lack either.
    /// </summary>
    public async Task<IReadOnlyList<string>> ToolsAsync(CancellationToken cancellationToken)
    {
        string?[] tools =
        [
            await MakeAsync("probe", Path.Combine(paths.Vm, "probe"), cancellationToken, "../../kmod/uapi/preserve.h").ConfigureAwait(false),
            await MakeAsync("inject", Path.Combine(paths.Root, "tests", "inject"), cancellationToken).ConfigureAwait(false),
        ];
        return [.. tools.OfType<string>()];
    }

    private static string[] Sources(string directory) =>
        [.. Directory.EnumerateFiles(directory, "*.c").Order(StringComparer.Ordinal)];

    private async Task<string?> MakeAsync(string name, string source, CancellationToken cancellationToken, params string[] headers) =>
        File.Exists(Path.Combine(source, "Makefile"))
            ? await BuildAsync(
                name, source, (from, target) => ("make", ["-s", "-C", from, "OUT=" + Path.GetDirectoryName(target)]), cancellationToken, headers)
                .ConfigureAwait(false)
            : null;

    // headers: those from elsewhere, named from the folder of the sources on.
    private async Task<string> BuildAsync(
        string name,
        string source,
        Func<string, string, (string Program, string[] Arguments)> command,
        CancellationToken cancellationToken,
        params string[] headers)
    {
        using var key = new ContentKey();
        key.AddFiles(
            source,
            Directory.EnumerateFiles(source)
                .Select(file => Path.GetFileName(file))
                .Where(file => Path.GetExtension(file) is ".c" or ".h" or "")
                .Order(StringComparer.Ordinal)
                .Concat(headers));
        string folder = await cache.GetAsync(
            Path.Combine(Kind, $"{name}-{key}"),
            async (directory, token) =>
            {
                (string program, string[] arguments) = command(source, Path.Combine(directory, name));
                await HostCommand.RunAsync("building " + name, program, arguments, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return Path.Combine(folder, name);
    }
}
