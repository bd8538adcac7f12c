// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Scenarios;

/// <summary>
/// Remembers outside the checkout what passed, so that the whole matrix goes on where it stopped. A run is known by all it
/// is made of: kernel, module, machine, helpers, topology, script and arguments. What is changed is run again.
/// </summary>
/// <param name="paths">The checkout and the cache.</param>
/// <param name="kernels">Gives the key of a machine's kernel.</param>
public sealed class PassedRuns(LabPaths paths, Func<MachineOptions, Task<string>> kernels)
{
    /// <summary>Folder of the cache.</summary>
    public const string Folder = "test-results";

    private const string CountsFolder = "gcov/";
    private const string CountsExtension = ".gcov.zip";
    private const string Sources = "src";
    private const string LabSources = "src/PreserveStack.Lab";
    private const string ScenarioFolder = "tests/scenarios";
    private const string ProgramList = "vm/programs.list";

    private static readonly string[] MachineFolders = ["kmod", "vm", "tests/inject"];
    private static readonly string[] BuildFolders = ["bin", "obj", ".build"];

    private readonly ConcurrentDictionary<string, Lazy<string>> _folders = new();
    private readonly ConcurrentDictionary<string, Task<string>> _kernels = new();
    private readonly Lazy<string?> _commit = new(() => RunSeed.Commit(paths.Root));

    /// <summary>Those of this checkout.</summary>
    public static PassedRuns Find()
    {
        var paths = LabPaths.Find();
        var trees = new KernelTrees(paths);
        return new PassedRuns(paths, async options => (await trees.GetAsync(options, CancellationToken.None).ConfigureAwait(false)).Key);
    }

    /// <summary>Whether the same run passed before.</summary>
    public async Task<bool> ContainsAsync(ScenarioRun run) => File.Exists(await PathOfAsync(run).ConfigureAwait(false));

    /// <summary>Remembers that it passed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="milliseconds">How long it took, in the machine's time; null when it did not tell.</param>
    /// <param name="files">What it left behind; counts of lines are kept.</param>
    public async Task AddAsync(ScenarioRun run, long? milliseconds, IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? files = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        string path = await PathOfAsync(run).ConfigureAwait(false);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (files is not null)
        {
            await KeepCountsAsync(Path.ChangeExtension(path, CountsExtension), files).ConfigureAwait(false);
        }

        string partial = $"{path}.{Environment.ProcessId}";
        string record = JsonSerializer.Serialize(new { name = run.Name, machine = run.Machine, arguments = run.Arguments, commit = _commit.Value, simulated_ms = milliseconds });
        await File.WriteAllTextAsync(partial, record + "\n").ConfigureAwait(false);
        File.Move(partial, path, overwrite: true);
    }

    // The debug kernel counts how often each line of the module runs (lib.sh).
    private static async Task KeepCountsAsync(string path, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var counts = files.Where(file => file.Key.StartsWith(CountsFolder, StringComparison.Ordinal)).ToList();
        if (counts.Count == 0)
        {
            return;
        }

        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach ((string name, ReadOnlyMemory<byte> content) in counts)
        {
            using Stream entry = archive.CreateEntry(name[CountsFolder.Length..]).Open();
            await entry.WriteAsync(content).ConfigureAwait(false);
        }
    }

    private async Task<string> PathOfAsync(ScenarioRun run)
    {
        string kernel = await _kernels.GetOrAdd(run.Machine, machine => kernels(ScenarioMachine.Options(machine))).ConfigureAwait(false);
        string script = await File.ReadAllTextAsync(run.Scenario.Path).ConfigureAwait(false);
        using var key = new ContentKey();
        key.Add(kernel).Add(run.Machine).Add(run.Name).Add(string.Join(' ', run.Arguments)).Add(script);
        foreach (string library in Directory.EnumerateFiles(Path.Combine(paths.Root, ScenarioFolder), "lib*.sh").Order(StringComparer.Ordinal))
        {
            key.AddFile(library);
        }

        foreach (string folder in MachineFolders.Append(CallsPrograms(script) ? Sources : LabSources))
        {
            key.Add(_folders.GetOrAdd(folder, name => new Lazy<string>(() => Content(Path.Combine(paths.Root, name)))).Value);
        }

        return Path.Combine(paths.Cache, Folder, run.Machine, $"{run.Scenario.Name}-{key}.json");
    }

    // Programs in C# are built from many projects.
    private bool CallsPrograms(string script)
        => File.ReadLines(Path.Combine(paths.Root, ProgramList))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Any(project => script.Contains(ProgramOf(project), StringComparison.Ordinal));

    private static string ProgramOf(string project) => project.EndsWith("Bench.Program", StringComparison.Ordinal) ? "preserve-bench" : Path.GetFileName(project);

    private static string Content(string folder)
    {
        using var key = new ContentKey();
        return key.AddFiles(folder, Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Where(file => !file.Split('/').Any(BuildFolders.Contains))
            .Order(StringComparer.Ordinal)).ToString();
    }
}
