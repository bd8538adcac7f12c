// SPDX-License-Identifier: MIT
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PreserveStack.Lab.Topologies;

/// <summary>A mapping in a YAML file that knows where it stands, so that errors name file, line and key.</summary>
internal sealed class YamlMap
{
    private readonly YamlMappingNode _node;
    private readonly IReadOnlyDictionary<string, string> _variables;

    private YamlMap(string file, YamlMappingNode node, IReadOnlyDictionary<string, string> variables)
    {
        File = file;
        _node = node;
        _variables = variables;
    }

    /// <summary>Name of the file, for messages.</summary>
    public string File { get; }

    /// <summary>What stands for ${name} in its texts.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>The keys in the file's order.</summary>
    public IReadOnlyList<string> Keys => [.. _node.Children.Keys.Select(key => ((YamlScalarNode)key).Value ?? "")];

    /// <summary>Reads a document whose root is a mapping.</summary>
    public static YamlMap Parse(string file, string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root
                ? new YamlMap(file, root, new Dictionary<string, string>())
                : throw new LabUsageException($"{file}: not a YAML mapping");
        }
        catch (YamlException e)
        {
            throw new LabUsageException($"{file}:{e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    /// <summary>The same mapping with ${name} replaced in its texts.</summary>
    public YamlMap With(IReadOnlyDictionary<string, string> variables) => new(File, _node, variables);

    /// <summary>Refuses keys other than these.</summary>
    public YamlMap Only(params string[] allowed)
    {
        foreach (var (key, _) in _node.Children)
        {
            var name = ((YamlScalarNode)key).Value ?? "";
            if (!allowed.Contains(name))
            {
                throw new LabUsageException($"{File}:{key.Start.Line}: unknown key '{name}'; allowed are {string.Join(", ", allowed)}");
            }
        }

        return this;
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string key) => OptionalText(key) ?? throw new LabUsageException($"{File}:{_node.Start.Line}: '{key}' is missing");

    /// <summary>A text, or null.</summary>
    public string? OptionalText(string key)
        => Child(key) switch
        {
            null => null,
            YamlScalarNode scalar => Expand(scalar),
            var other => throw Wrong(other, key, "a text"),
        };

    /// <summary>yes or no; no when absent.</summary>
    public bool Flag(string key)
        => OptionalText(key) switch
        {
            null or "no" => false,
            "yes" => true,
            var text => throw Error(key, $"'{text}' is not allowed; it takes yes or no"),
        };

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
        => Child(key) switch
        {
            null => [],
            YamlScalarNode scalar => [Expand(scalar)],
            YamlSequenceNode list => [.. list.Select(item => item is YamlScalarNode text ? Expand(text) : throw Wrong(item, key, "a text"))],
            var other => throw Wrong(other, key, "a list of texts"),
        };

    /// <summary>A mapping; an empty one when absent.</summary>
    public YamlMap Map(string key)
        => Child(key) switch
        {
            null => new YamlMap(File, new YamlMappingNode(), _variables),
            YamlMappingNode map => new YamlMap(File, map, _variables),
            YamlScalarNode { Value: "" or null } => new YamlMap(File, new YamlMappingNode(), _variables),
            var other => throw Wrong(other, key, "a mapping"),
        };

    /// <summary>A list of mappings; empty when absent.</summary>
    public IReadOnlyList<YamlMap> Maps(string key)
        => Child(key) switch
        {
            null => [],
            YamlSequenceNode list =>
                [.. list.Select(item => item is YamlMappingNode map ? new YamlMap(File, map, _variables) : throw Wrong(item, key, "a mapping"))],
            var other => throw Wrong(other, key, "a list of mappings"),
        };

    /// <summary>An error at the place of a key.</summary>
    public LabUsageException Error(string key, string message)
        => new($"{File}:{(Child(key) ?? _node).Start.Line}: {key}: {message}");

    private YamlNode? Child(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private LabUsageException Wrong(YamlNode node, string key, string expected)
        => new($"{File}:{node.Start.Line}: {key}: must be {expected}");

    private string Expand(YamlScalarNode scalar) => Expand(scalar.Value ?? "");

    /// <summary>A text with ${name} replaced.</summary>
    public string Expand(string text)
    {
        foreach (var (name, value) in _variables)
        {
            text = text.Replace("${" + name + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
