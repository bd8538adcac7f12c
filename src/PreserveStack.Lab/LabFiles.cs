// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab;

/// <summary>Finds the files that come with the product: topologies and experiments.</summary>
public sealed class LabFiles
{
    private const string Marker = "PreserveStack.sln";

    /// <param name="root">The product's folder.</param>
    public LabFiles(string root) => Root = root;

    /// <summary>The product's folder.</summary>
    public string Root { get; }

    /// <summary>The folder in PRESERVE_ROOT, else the one above the program.</summary>
    /// <exception cref="LabUsageException">There is none.</exception>
    public static LabFiles Find()
    {
        if (Environment.GetEnvironmentVariable("PRESERVE_ROOT") is { Length: > 0 } named)
        {
            return new LabFiles(named);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return new LabFiles(folder.FullName);
            }
        }

        throw new LabUsageException("cannot find the product's files: set PRESERVE_ROOT to the checkout's folder");
    }

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
