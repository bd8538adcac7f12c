// SPDX-License-Identifier: MIT
using PreserveStack.Module.Sysctls;
using YamlDotNet.RepresentationModel;

namespace PreserveStack.Module.Configuration;

/// <summary>Reads the settings of a configuration file: flat keys, or the directories of keys as nested mappings.</summary>
internal sealed class SettingsSection(RunningConfiguration running, Action<YamlNode, string> report)
{
    private readonly Dictionary<SysctlEntry, (YamlNode At, string Value)> _found = [];

    public void Read(YamlNode section, string prefix = "")
    {
        foreach ((string key, YamlNode at, YamlNode value) in YamlEntries.Of(section, report))
        {
            if (value is YamlMappingNode)
            {
                Read(value, $"{prefix}{key}.");
            }
            else
            {
                Setting(prefix + key, at, value);
            }
        }
    }

    /// <summary>Checks what concerns several settings, and returns them in the order of the catalog.</summary>
    public IReadOnlyList<SysctlValue> Finish()
    {
        var wanted = new WantedConfiguration(
            [.. SysctlCatalog.Entries.Where(_found.ContainsKey).Select(entry => new SysctlValue(entry, _found[entry].Value))], null);
        SysctlEntry syn = SysctlCatalog.Find(OptionTypes.Syn);
        SysctlEntry ack = SysctlCatalog.Find(OptionTypes.Ack);
        SysctlEntry? named = _found.ContainsKey(ack) ? ack : _found.ContainsKey(syn) ? syn : null;
        if (named is not null && wanted.ValueOf(syn.Key, running) == wanted.ValueOf(ack.Key, running))
        {
            report(_found[named].At, $"{syn.Key} and {ack.Key} must differ: both would be {_found[named].Value}");
        }

        return wanted.Settings;
    }

    private void Setting(string key, YamlNode at, YamlNode node)
    {
        try
        {
            SysctlEntry entry = SysctlCatalog.Find(key);
            if (YamlEntries.Text(node, report) is not { } text)
            {
                return;
            }

            if (running.ValueOf(entry) is null)
            {
                report(at, $"the loaded module has no {entry.Key}: it is of an older version");
            }

            if (_found.TryGetValue(entry, out (YamlNode At, string Value) earlier))
            {
                report(at, $"{entry.Key} stands in line {earlier.At.Start.Line} already");
            }

            _found[entry] = (at, "");
            _found[entry] = (at, entry.Normalize(text));
        }
        catch (UnknownKeyException exception)
        {
            report(at, exception.Message);
        }
        catch (ValueOutOfBoundsException exception)
        {
            report(node, exception.Message);
        }
    }
}
