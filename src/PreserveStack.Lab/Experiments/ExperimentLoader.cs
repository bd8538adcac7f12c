// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Experiments.Costs;
using PreserveStack.Lab.Experiments.Downloads;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments;

/// <summary>Reads experiments from YAML.</summary>
public static class ExperimentLoader
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="LabUsageException">The file is wrong; the message names file, line, key and what is allowed.</exception>
    public static ExperimentDefinition Load(string path)
        => Parse(Path.GetFileName(path), File.ReadAllText(path), name => ReadBeside(path, name));

    /// <summary>As <see cref="Load"/>, from a text.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">The text.</param>
    /// <param name="readFile">Reads a file that the text names.</param>
    public static ExperimentDefinition Parse(string file, string text, Func<string, string> readFile)
    {
        var root = YamlMap.Parse(file, text);
        return root.OptionalText("kind") switch
        {
            null or "transfer" => ReadTransfer(root),
            "download" => DownloadLoader.Read(root, readFile),
            "cost" => CostLoader.Read(root, readFile),
            var kind => throw root.Error("kind", $"'{kind}' is not allowed; it takes one of transfer, download, cost"),
        };
    }

    private static string ReadBeside(string path, string name)
    {
        var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
        return File.Exists(file) ? File.ReadAllText(file) : throw new LabUsageException($"{Path.GetFileName(path)}: there is no file {name} beside it");
    }

    private static TransferDefinition ReadTransfer(YamlMap root)
    {
        root.Only("name", "kind", "summary", "settings", "peers", "variants", "streams", "firewalls");
        return new TransferDefinition(
            root.Text("name"),
            root.Text("summary"),
            ParameterReader.Read(root.Map("settings")),
            Each(root.Map("peers"), ReadPeer),
            Each(root.Map("variants"), ReadVariant),
            Each(root.Map("streams"), ReadStream),
            ReadFirewalls(root.Map("firewalls")));
    }

    private static Dictionary<string, string> ReadFirewalls(YamlMap map) => map.Keys.ToDictionary(name => name, name => map.OptionalText(name) ?? "");

    private static Dictionary<string, T> Each<T>(YamlMap map, Func<YamlMap, T> read) => map.Keys.ToDictionary(name => name, name => read(map.Map(name)));

    private static PeerDefinition ReadPeer(YamlMap map)
    {
        map.Only("mptcp", "module", "client", "server", "setup");
        return new PeerDefinition(
            map.Flag("mptcp"), map.Flag("module"), map.Texts("client"), map.Texts("server"), map.OptionalText("setup") ?? "");
    }

    private static VariantDefinition ReadVariant(YamlMap map)
    {
        map.Only("duration", "second", "events");
        return new VariantDefinition(
            Time(map, "duration"),
            map.OptionalText("second") is null ? null : Time(map, "second"),
            [.. map.Maps("events").Select(ReadEvent)]);
    }

    private static VariantEvent ReadEvent(YamlMap map)
    {
        map.Only("at", "cut", "heal");
        var isCut = map.OptionalText("cut") is not null;
        return new VariantEvent(Time(map, "at"), isCut, Number(map, isCut ? "cut" : "heal"));
    }

    private static StreamDefinition ReadStream(YamlMap map)
    {
        map.Only("chunk", "interval");
        return map.Keys.Count == 0 ? new StreamDefinition(null, null) : new StreamDefinition(Number(map, "chunk"), Time(map, "interval"));
    }

    private static TimeSpan Time(YamlMap map, string key)
        => Units.TryDuration(map.Text(key), out var time) ? time : throw map.Error(key, $"'{map.Text(key)}' is not a time such as 10s");

    private static int Number(YamlMap map, string key)
        => int.TryParse(map.Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw map.Error(key, $"'{map.Text(key)}' is not a number");
}
