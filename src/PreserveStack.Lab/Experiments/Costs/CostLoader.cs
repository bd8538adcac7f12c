// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments.Costs;

/// <summary>Reads experiments of costs from YAML.</summary>
internal static class CostLoader
{
    /// <summary>Reads one.</summary>
    /// <param name="root">The file.</param>
    /// <param name="readFile">Reads a file beside it.</param>
    /// <exception cref="LabUsageException">The file is wrong.</exception>
    public static CostDefinition Read(YamlMap root, Func<string, string> readFile)
    {
        root.Only("name", "kind", "summary", "settings", "published", "peers");
        var settings = ParameterReader.Read(root.Map("settings"));
        if (CostKeys.All.FirstOrDefault(key => settings.All(spec => spec.Name != key)) is { } missing)
        {
            throw root.Error("settings", $"'{missing}' is missing");
        }

        var peers = root.Map("peers");
        return new CostDefinition(
            root.Text("name"),
            root.Text("summary"),
            settings,
            peers.Keys.ToDictionary(name => name, name => ReadPeer(peers.Map(name))),
            PublishedCosts.Read(root.Text("published"), readFile(root.Text("published"))));
    }

    private static CostPeer ReadPeer(YamlMap map)
    {
        map.Only("name", "transport", "module", "published");
        var module = map.OptionalText("module") switch
        {
            null => ModuleState.None,
            "loaded" => ModuleState.Loaded,
            "enabled" => ModuleState.Enabled,
            var other => throw map.Error("module", $"'{other}' is not allowed; it takes one of loaded, enabled"),
        };
        return new CostPeer(map.Text("name"), map.Text("transport"), module, map.OptionalText("published"));
    }
}
