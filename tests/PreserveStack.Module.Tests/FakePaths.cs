// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;

namespace PreserveStack.Module.Tests;

/// <summary>
/// Writes a fake kernel's files, and does with path groups what the module does: all lines of a write or none. Any write
/// can be made to fail.
/// </summary>
internal sealed class FakePaths(ModuleFiles files) : IKernelWriter
{
    private const string Header = "group mode dev weight effective state packets bytes rtt_us rate_kbps probes lost failures\n";
    private const string Default = "default";

    private SortedDictionary<string, (string Mode, List<(string Device, string Weight)> Paths)> _groups = new(StringComparer.Ordinal);

    /// <summary>What was written, as "scheduler/enabled 1" or, for paths, "paths" and its lines.</summary>
    public List<string> Written { get; } = [];

    /// <summary>Why a write fails; asked before each.</summary>
    public Func<string, KernelError> Refuse { get; set; } = _ => KernelError.None;

    public KernelError Write(string path, string text)
    {
        bool isPaths = path == $"{files.Tables}/paths";
        string record = $"{(isPaths ? "paths" : Path.GetRelativePath(files.Settings, path))} {text.TrimEnd('\n').Replace("\n", "; ")}";
        KernelError error = Refuse(record);
        if (error == KernelError.None)
        {
            error = isPaths ? Configure(text) : WriteSetting(path, text);
        }

        if (error == KernelError.None)
        {
            Written.Add(record);
        }

        return error;
    }

    public void Show()
    {
        IEnumerable<string> lines = _groups.SelectMany(group => group.Value.Paths.DefaultIfEmpty(("-", "0"))
            .Select(path => $"{group.Key} {group.Value.Mode} {path.Item1} {path.Item2} 0 idle 0 0 0 0 0 0 0\n"));
        Directory.CreateDirectory(files.Tables);
        File.WriteAllText($"{files.Tables}/paths", Header + string.Concat(lines));
    }

    private static KernelError WriteSetting(string path, string text)
    {
        if (path.EndsWith("_type", StringComparison.Ordinal)
            && File.ReadAllText(path.EndsWith("syn_type", StringComparison.Ordinal) ? path.Replace("syn", "ack") : path.Replace("ack", "syn")) == text)
        {
            return KernelError.Invalid;
        }

        File.WriteAllText(path, text);
        return KernelError.None;
    }

    private KernelError Configure(string text)
    {
        var before = _groups.ToDictionary(group => group.Key, group => (group.Value.Mode, group.Value.Paths.ToList()));
        foreach (string[] words in text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            KernelError error = Line(words);
            if (error != KernelError.None)
            {
                _groups = new(before, StringComparer.Ordinal);
                return error;
            }
        }

        foreach (string empty in _groups.Where(group => group.Value is { Mode: "weighted", Paths.Count: 0 }).Select(group => group.Key).ToArray())
        {
            _groups.Remove(empty);
        }

        Show();
        return KernelError.None;
    }

    private KernelError Line(string[] words)
    {
        switch (words)
        {
            case []:
                return KernelError.None;
            case ["clear"]:
                _groups.Clear();
                return KernelError.None;
            case ["mode", var mode, ..]:
                string named = words.ElementAtOrDefault(2) ?? Default;
                _groups[named] = (mode, Group(named));
                return KernelError.None;
            case [var device, "-", ..]:
                return _groups.TryGetValue(words.ElementAtOrDefault(2) ?? Default, out var left) && left.Paths.RemoveAll(path => path.Device == device) > 0
                    ? KernelError.None
                    : KernelError.NotFound;
            case [var device, var weight, ..]:
                return Set(device, weight, words.ElementAtOrDefault(2) ?? Default);
            default:
                return KernelError.Invalid;
        }
    }

    private KernelError Set(string device, string weight, string group)
    {
        if (_groups.Any(other => other.Key != group && other.Value.Paths.Exists(path => path.Device == device)))
        {
            return KernelError.Exists;
        }

        if (!_groups.ContainsKey(group) && _groups.Count == 16)
        {
            return KernelError.NoSpace;
        }

        List<(string Device, string Weight)> paths = Group(group);
        int index = paths.FindIndex(path => path.Device == device);
        if (index >= 0)
        {
            paths[index] = (device, weight);
            return KernelError.None;
        }

        if (!File.ReadAllText(files.Devices).Contains($" {device}:"))
        {
            return KernelError.NoDevice;
        }

        paths.Add((device, weight));
        return paths.Count > 16 ? KernelError.NoSpace : KernelError.None;
    }

    private List<(string Device, string Weight)> Group(string name)
    {
        if (!_groups.TryGetValue(name, out (string Mode, List<(string Device, string Weight)> Paths) group))
        {
            _groups[name] = group = ("weighted", []);
        }

        return group.Paths;
    }
}
