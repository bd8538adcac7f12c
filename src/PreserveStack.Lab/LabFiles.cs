// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab;

/// <summary>Finds the files that come with the product: topologies and experiments.</summary>
public sealed class LabFiles
{
    /// <param name="root">The product's folder.</param>
    public LabFiles(string root) => Root = root;

    /// <summary>The product's folder.</summary>
    public string Root { get; }

    /// <summary>The files of the checkout.</summary>
    /// <exception cref="LabPrerequisiteException">There is none.</exception>
    public static LabFiles Find() => new(LabPaths.Find().Root);

    /// <summary>All topologies, by name.</summary>
    public IReadOnlyList<string> Topologies => Names("vm/topologies");

    /// <summary>All experiments, by name.</summary>
    public IReadOnlyList<string> Experiments => Names("benchmarks/experiments");

    /// <summary>The file of a topology: its name, or the path of a .yaml file.</summary>
    public string TopologyPath(string name) => PathOf("topology", "vm/topologies", name, Topologies);

    /// <summary>The file of an experiment: its name, or the path of a .yaml file.</summary>
    public string ExperimentPath(string name) => PathOf("experiment", "benchmarks/experiments", name, Experiments);

    private IReadOnlyList<string> Names(string folder)
        => [.. Directory.EnumerateFiles(Path.Combine(Root, folder), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    private string PathOf(string kind, string folder, string name, IReadOnlyList<string> names)
    {
        if (name.EndsWith(".yaml", StringComparison.Ordinal))
        {
            return File.Exists(name) ? name : throw new LabUsageException($"there is no file {name}");
        }

        return names.Contains(name)
            ? Path.Combine(Root, folder, name + ".yaml")
            : throw new LabUsageException($"there is no {kind} '{name}': choose one of {string.Join(", ", names)}, or a .yaml file");
    }
}
