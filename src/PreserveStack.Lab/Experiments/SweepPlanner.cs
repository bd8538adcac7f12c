// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments;

/// <summary>Makes the list of runs from the values that the caller asks for.</summary>
/// <param name="definition">The experiment.</param>
/// <param name="loadTopology">Reads a topology by name with its defaults.</param>
public sealed class SweepPlanner(ExperimentDefinition definition, Func<string, Topology> loadTopology)
{
    /// <summary>Prefix of keys that are the module's settings.</summary>
    public const string ModulePrefix = "preserve.";

    /// <summary>Keys that every run's name contains; others are added when they are not the default.</summary>
    private static readonly string[] AlwaysNamed = ["topology", "vm", "kernel", "cut", "sender", "peer", "seed"];

    /// <summary>Checked values for every key, ranges expanded.</summary>
    /// <exception cref="LabUsageException">Unknown key or value.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters(IReadOnlyDictionary<string, IReadOnlyList<string>> asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var topologies = Values(Own("topology"), asked).Select(loadTopology).ToList();
        var specs = topologies.SelectMany(topology => topology.Parameters).DistinctBy(spec => spec.Name).ToList();
        foreach (var key in asked.Keys.Where(key => !key.StartsWith(ModulePrefix, StringComparison.Ordinal)))
        {
            if (definition.Settings.Concat(specs).All(spec => spec.Name != key))
            {
                var keys = definition.Settings.Concat(specs).Select(spec => spec.Name).Append(ModulePrefix + "SETTING");
                throw new LabUsageException($"experiment {definition.Name} has no key '{key}'; it has {string.Join(", ", keys)}");
            }
        }

        var values = new Dictionary<string, IReadOnlyList<string>>();
        var innermost = definition.Settings[^1];
        foreach (var spec in definition.Settings.SkipLast(1))
        {
            values[spec.Name] = Values(spec, asked);
        }

        foreach (var spec in specs.Where(spec => asked.ContainsKey(spec.Name)))
        {
            values[spec.Name] = Values(spec, asked);
        }

        foreach (var (key, list) in asked.Where(pair => pair.Key.StartsWith(ModulePrefix, StringComparison.Ordinal)))
        {
            values[key] = [.. list.Select(value => uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? value
                : throw new LabUsageException($"{key}={value}: the module's settings are unsigned integers"))];
        }

        values[innermost.Name] = Values(innermost, asked);
        return values;
    }

    /// <summary>One run per combination.</summary>
    public IReadOnlyList<RunPlan> Plan(IReadOnlyDictionary<string, IReadOnlyList<string>> parameters, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        IEnumerable<Dictionary<string, string>> combinations = [[]];
        foreach (var (key, values) in parameters)
        {
            combinations = combinations.SelectMany(before => values.Select(value => new Dictionary<string, string>(before) { [key] = value }));
        }

        return [.. combinations.Select(Resolve).SelectMany(definition.Expand).Select(values => ToPlan(values, limit)).DistinctBy(plan => plan.Id)];
    }

    /// <summary>A value may be that of a key before it, written ${name}.</summary>
    private static Dictionary<string, string> Resolve(Dictionary<string, string> values)
    {
        foreach (var (key, value) in values)
        {
            values[key] = ParameterReader.Resolve(value, values);
        }

        return values;
    }

    private RunPlan ToPlan(Dictionary<string, string> values, TimeSpan limit)
    {
        var kind = Enum.Parse<MachineKind>(values["vm"], ignoreCase: true);
        if (kind != MachineKind.Qemu && values["kernel"] != "6.1")
        {
            throw new LabUsageException($"vm={values["vm"]} has kernel 6.1 only, not {values["kernel"]}; vm=qemu has the newer ones");
        }

        return new RunPlan
        {
            Peer = values["peer"],
            Cut = values.GetValueOrDefault("cut", "none"),
            Sender = values.GetValueOrDefault("sender", "server"),
            Topology = values["topology"],
            Machine = new MachineOptions
            {
                Kind = kind,
                Kernel = values["kernel"],
                Seed = int.Parse(values["seed"], CultureInfo.InvariantCulture),
                Limit = limit,
            },
            Values = values,
            Id = IdOf(values),
            Title = definition.TitleOf(values),
        };
    }

    private string IdOf(Dictionary<string, string> values)
    {
        var parts = values.Where(pair => pair.Key != "seed").Select(pair => AlwaysNamed.Contains(pair.Key) ? pair.Value
            : IsDefault(pair.Key, pair.Value) ? null
            : $"{pair.Key}={pair.Value}");
        return string.Join('_', parts.Where(part => part is not null).Append("seed" + values["seed"])).Replace('/', '-');
    }

    private bool IsDefault(string key, string value)
        => definition.Settings.FirstOrDefault(spec => spec.Name == key) is { } own && own.Default.Count == 1 && own.Default[0] == value;

    private ParameterSpec Own(string name) => definition.Settings.First(spec => spec.Name == name);

    private static IReadOnlyList<string> Values(ParameterSpec spec, IReadOnlyDictionary<string, IReadOnlyList<string>> asked)
        => asked.TryGetValue(spec.Name, out var values) ? [.. values.SelectMany(spec.Check).Distinct()] : spec.Default;
}
