// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using PreserveStack.Cli.Output;
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Testing;

/// <summary>
/// Tells which lines of the module the scenarios on the debug kernel ran. It tests nothing: what it says is for those who
/// write the next scenario.
/// </summary>
/// <param name="workspace">The checkout; the report goes into its build folder.</param>
internal sealed class CoverageSuite(Workspace workspace) : ITestSuite
{
    private const string Machine = "debug";
    private const string Pattern = "*.gcov.zip";
    private const string Goal = "goal 90 %";

    public string Name => "kmod line coverage";

    public async Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
    {
        string[] archives = Archives();
        if (archives.Length == 0)
        {
            return new SuiteResult($"{Name}: no scenario on the debug kernel has passed", 0, 0, 0, []);
        }

        try
        {
            LabPaths paths = LabPaths.Find();
            string notes = await new KernelTrees(paths).NotesAsync(new MachineOptions { Kind = MachineKind.Debug }, cancellationToken).ConfigureAwait(false);
            var counts = new LineCounts();
            foreach (string archive in archives)
            {
                await AddAsync(counts, notes, archive, cancellationToken).ConfigureAwait(false);
            }

            return await ReportAsync(counts, archives.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MachineException or LabPrerequisiteException)
        {
            return SuiteResult.Broken(Name, exception.Message);
        }
    }

    private static string[] Archives()
    {
        string folder = Path.Combine(LabPaths.Find().Cache, TestMemory.Folder, Machine);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal)] : [];
    }

    // gcov wants counts and notes side by side. Counts of another build do not fit the notes; gcov says so, and they are none.
    private static async Task AddAsync(LineCounts counts, string notes, string archive, CancellationToken cancellationToken)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("preserve-gcov-");
        try
        {
            await ZipFile.ExtractToDirectoryAsync(archive, folder.FullName, cancellationToken).ConfigureAwait(false);
            var program = new ProcessStartInfo("gcov", ["--json-format", "--stdout"]) { WorkingDirectory = folder.FullName };
            foreach (string file in Directory.EnumerateFiles(folder.FullName, "*.gcda", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string name = Path.ChangeExtension(Path.GetRelativePath(folder.FullName, file), ".gcno");
                if (File.Exists(Path.Combine(notes, name)))
                {
                    File.CreateSymbolicLink(Path.Combine(folder.FullName, name), Path.Combine(notes, name));
                    program.ArgumentList.Add(Path.ChangeExtension(name, ".gcda"));
                }
            }

            await LineProcess.RunAsync(
                program,
                line =>
                {
                    if (line.StartsWith('{'))
                    {
                        counts.Add(line);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<SuiteResult> ReportAsync(LineCounts counts, int runs, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(workspace.Build, "coverage");
        Directory.CreateDirectory(folder);
        IReadOnlyList<string> table = counts.Table();
        await File.WriteAllLinesAsync(Path.Combine(folder, "kmod.txt"), table, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "kmod.json"), Json.Document(new { CoveredPercent = Math.Round(counts.Covered, 1), Runs = runs, counts.Files }) + "\n", cancellationToken)
            .ConfigureAwait(false);
        string summary = string.Create(
            CultureInfo.InvariantCulture, $"{Name}: {counts.Covered:0.0} % ({Goal}) in {runs} runs, see {Path.Combine(folder, "kmod.json")}");
        return new SuiteResult(summary, 0, 0, 0, []) { Notes = table };
    }
}
