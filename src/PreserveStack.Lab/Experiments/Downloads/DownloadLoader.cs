// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Reads experiments of downloads from YAML.</summary>
internal static class DownloadLoader
{
    /// <summary>Reads one.</summary>
    /// <param name="root">The file.</param>
    /// <param name="readFile">Reads a file beside it.</param>
    /// <exception cref="LabUsageException">The file is wrong.</exception>
    public static DownloadDefinition Read(YamlMap root, Func<string, string> readFile)
    {
        root.Only("name", "kind", "summary", "settings", "document_bytes", "ethernet_kBps", "peers", "tables");
        var settings = ParameterReader.Read(root.Map("settings"));
        if (DownloadKeys.All.FirstOrDefault(key => settings.All(spec => spec.Name != key)) is { } missing)
        {
            throw root.Error("settings", $"'{missing}' is missing");
        }

        var peers = root.Map("peers");
        var tables = root.Map("tables");
        return new DownloadDefinition(
            root.Text("name"),
            root.Text("summary"),
            settings,
            Number(root, "document_bytes"),
            Number(root, "ethernet_kBps"),
            peers.Keys.ToDictionary(name => name, name => ReadPeer(peers.Map(name))),
            tables.Keys.ToDictionary(name => name, name => ReadTable(name, tables.Map(name), settings, readFile)));
    }

    private static DownloadPeer ReadPeer(YamlMap map)
    {
        map.Only("name", "module", "set", "topology", "setup", "server", "fetch");
        return new DownloadPeer(
            map.Text("name"),
            map.Flag("module"),
            Texts(map.Map("set")),
            Texts(map.Map("topology")),
            map.OptionalText("setup") ?? "",
            map.OptionalText("server") ?? "",
            map.OptionalText("fetch") ?? "--connect $SERVER1");
    }

    private static ReferenceTable ReadTable(
        string name, YamlMap map, IReadOnlyList<ParameterSpec> settings, Func<string, string> readFile)
    {
        map.Only("title", "source", "rows", "columns", "peer", "peers", "set");
        var rowPeers = Texts(map.Map("peers"));
        var peer = map.OptionalText("peer");
        if ((peer is null) == (rowPeers.Count == 0))
        {
            throw map.Error("peer", "a table has either a peer, or peers by row");
        }

        var table = new ReferenceTable(
            name,
            map.Text("title"),
            map.OptionalText("rows"),
            map.Text("columns"),
            peer,
            rowPeers,
            Texts(map.Map("set")),
            ReferenceCsv.Read(map.Text("source"), readFile(map.Text("source"))));
        var keys = table.Values.Keys.Append(table.ColumnKey).Concat(table.RowKey is null ? [] : [table.RowKey]);
        return keys.FirstOrDefault(key => settings.All(spec => spec.Name != key)) is { } unknown
            ? throw map.Error("columns", $"'{unknown}' is no setting of this experiment")
            : rowPeers.Count == 0 ? table : table with { Cells = [.. table.Cells.Where(cell => rowPeers.ContainsKey(cell.Row))] };
    }

    private static Dictionary<string, string> Texts(YamlMap map) => map.Keys.ToDictionary(key => key, map.Text);

    private static int Number(YamlMap map, string key)
        => int.TryParse(map.Text(key), out var number) && number > 0 ? number : throw map.Error(key, $"'{map.Text(key)}' is not a number");
}
