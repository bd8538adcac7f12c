// SPDX-License-Identifier: MIT
using PreserveStack.Module.Paths;
using PreserveStack.Module.Tables;
using YamlDotNet.RepresentationModel;

namespace PreserveStack.Module.Configuration;

/// <summary>Reads the groups of paths of a configuration file.</summary>
internal sealed class PathsSection(RunningConfiguration running, Action<YamlNode, string> report)
{
    private const string ModeKey = "mode";
    private const string DevicesKey = "devices";

    private readonly Dictionary<string, (YamlNode At, string Group)> _devices = [];
    private List<PathGroup>? _groups;

    /// <summary>All groups; null when the file has no such section.</summary>
    public IReadOnlyList<PathGroup>? Groups => _groups;

    public void Read(YamlNode section)
    {
        _groups = [];
        foreach ((string name, YamlNode at, YamlNode value) in YamlEntries.Of(section, report))
        {
            Check(at, () => PathRules.CheckGroup(name));
            if (_groups.Count == PathRules.MaxGroups)
            {
                report(at, $"there may be {PathRules.MaxGroups} groups, and this is one more");
            }

            _groups.Add(Group(name, at, value));
        }
    }

    private PathGroup Group(string name, YamlNode at, YamlNode value)
    {
        PathMode mode = PathMode.Weighted;
        var paths = new List<PathWeight>();
        foreach ((string key, YamlNode keyAt, YamlNode node) in YamlEntries.Of(value, report))
        {
            switch (key)
            {
                case ModeKey:
                    mode = YamlEntries.Text(node, report) is { } text ? Check(node, () => PathRules.ParseMode(text)) : mode;
                    break;
                case DevicesKey:
                    paths.AddRange(Devices(name, node));
                    break;
                default:
                    report(keyAt, YamlEntries.Unknown("key", key, [ModeKey, DevicesKey]));
                    break;
            }
        }

        if (paths.Count == 0 && mode == PathMode.Weighted)
        {
            report(at, $"group '{name}' has no devices");
        }

        return new PathGroup(name, mode, paths);
    }

    private IEnumerable<PathWeight> Devices(string group, YamlNode section)
    {
        int number = 0;
        foreach ((string device, YamlNode at, YamlNode node) in YamlEntries.Of(section, report))
        {
            Device(device, group, at);
            if (number++ == PathRules.MaxPaths)
            {
                report(at, $"a group may have {PathRules.MaxPaths} devices, and this is one more");
            }

            uint weight = YamlEntries.Text(node, report) is { } text ? Check(node, () => PathRules.ParseWeight(device, text)) : 0;
            yield return new PathWeight(device, weight);
        }
    }

    private void Device(string device, string group, YamlNode at)
    {
        if (Check(at, () => PathRules.CheckDevice(device)) is null)
        {
            return;
        }

        // A path may wait for its device, but only one that there was before can be made.
        bool waits = running.Groups.Any(known => known.Name == group && known.Find(device) is not null);
        if (!running.Devices.Contains(device) && !waits)
        {
            report(at, PathRefusal.UnknownDevice(device, running.Devices));
        }

        if (!_devices.TryAdd(device, (at, group)))
        {
            report(at, $"{device} stands in line {_devices[device].At.Start.Line} already, in group '{_devices[device].Group}'");
        }
    }

    private T? Check<T>(YamlNode at, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (PathValueException exception)
        {
            report(at, exception.Message);
            return default;
        }
    }
}
