// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>Loading the topologies that come with the laboratory.</summary>
[MemoryDiagnoser]
public class TopologyBenchmarks
{
    private static readonly Dictionary<string, string> Defaults = [];
    private string _text = "";

    /// <summary>Name of the file, without its ending.</summary>
    [Params("two-routers", "proxies")]
    public string Topology { get; set; } = "";

    /// <summary>Reads the file.</summary>
    [GlobalSetup]
    public void SetUp() => _text = File.ReadAllText(Path.Combine(Checkout.Root, "vm", "topologies", $"{Topology}.yaml"));

    /// <summary>YAML to the model of a topology.</summary>
    [Benchmark]
    public object Load() => TopologyLoader.Parse($"{Topology}.yaml", _text, Defaults);
}
