// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Experiments;

/// <summary>
/// What a run's machine left behind, unread. It is what is kept in the run's folder, so that results can be
/// read again, and a sweep resumed.
/// </summary>
/// <param name="Lines">The helpers' lines of JSON.</param>
/// <param name="Files">The files of the job's output folder.</param>
/// <param name="Console">The kernel's console.</param>
public sealed record RunRecord(string Lines, IReadOnlyDictionary<string, string> Files, string Console)
{
    private const string LinesFile = "output.ndjson";
    private const string ConsoleFile = "console.log";

    /// <summary>Takes it from a job's result.</summary>
    /// <exception cref="MachineException">The set-up or a helper failed.</exception>
    public static RunRecord From(RunPlan plan, GuestResult result)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(result);
        if (result.ExitStatus != 0 || result.StandardError.Length > 0)
        {
            var said = result.StandardError.Trim();
            throw new MachineException($"{plan.Id}: the run ended with status {result.ExitStatus}: {(said.Length > 0 ? said : "no message")}");
        }

        var files = result.Files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value.Span));
        return new RunRecord(result.StandardOutput, files, result.Console);
    }

    /// <summary>Writes it to a folder; complete or not at all.</summary>
    public void Save(string folder)
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        var fresh = Path.Combine(parent, $".{Path.GetFileName(folder)}.{Environment.ProcessId}");
        Directory.CreateDirectory(fresh);
        foreach (var (name, text) in Files)
        {
            File.WriteAllText(Path.Combine(fresh, name), text);
        }

        File.WriteAllText(Path.Combine(fresh, ConsoleFile), Console);
        File.WriteAllText(Path.Combine(fresh, LinesFile), Lines);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(fresh, folder);
    }

    /// <summary>Reads it from a folder; null when there is none.</summary>
    public static RunRecord? Load(string folder)
    {
        if (!File.Exists(Path.Combine(folder, LinesFile)))
        {
            return null;
        }

        var files = Directory.EnumerateFiles(folder)
            .Where(file => Path.GetFileName(file) is not (LinesFile or ConsoleFile))
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        return new RunRecord(
            File.ReadAllText(Path.Combine(folder, LinesFile)), files, File.ReadAllText(Path.Combine(folder, ConsoleFile)));
    }
}
