// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Reports;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>An experiment of downloads over several paths.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">One line.</param>
/// <param name="Settings">The keys of its own.</param>
/// <param name="DocumentBytes">Size of what is downloaded.</param>
/// <param name="EthernetKBps">What a path carries that is not limited, and all of them together, in kB/s.</param>
/// <param name="Peers">The kinds of connection that are compared.</param>
/// <param name="Tables">Published tables by name, whose cells the key "table" stands for.</param>
public sealed record DownloadDefinition(
    string Name,
    string Summary,
    IReadOnlyList<ParameterSpec> Settings,
    long DocumentBytes,
    int EthernetKBps,
    IReadOnlyDictionary<string, DownloadPeer> Peers,
    IReadOnlyDictionary<string, ReferenceTable> Tables) : ExperimentDefinition(Name, Summary, Settings)
{
    /// <summary>The value of "table" for runs of the caller's own settings.</summary>
    public const string NoTable = "none";

    /// <summary>The value of "peer" for the kind of connection that a table is about.</summary>
    public const string OwnPeer = "own";

    private const string DefaultPeer = "preserve";

    internal override IEnumerable<Dictionary<string, string>> Expand(Dictionary<string, string> values)
    {
        var peer = values[DownloadKeys.Peer];
        if (values[DownloadKeys.Table] == NoTable)
        {
            return [WithPeer(values, peer == OwnPeer ? DefaultPeer : peer)];
        }

        var table = Tables[values[DownloadKeys.Table]];
        return table.Cells.Where(cell => table.HasPeer(cell, peer)).Select(cell => InCell(table, cell, peer, values));
    }

    internal override string TitleOf(IReadOnlyDictionary<string, string> values)
        => $"{values[DownloadKeys.Peer]}, {values[DownloadKeys.Proxies]} paths of {values[DownloadKeys.FirstLimit]} and {values[DownloadKeys.Limit]} kB/s, "
            + $"weights {values[DownloadKeys.Weights]}, buffer {values[DownloadKeys.Buffer]}, {values["vm"]} {values["kernel"]} seed {values["seed"]}";

    internal override DownloadJob Job(RunPlan plan, Func<string, IReadOnlyDictionary<string, string>, Topology> loadTopology)
    {
        var peer = Peers[plan.Peer];
        var parameters = TopologyValues(plan);
        foreach (var key in new[] { DownloadKeys.Proxies, DownloadKeys.Family, DownloadKeys.TwoWay })
        {
            parameters[key] = plan.Values[key];
        }

        parameters["rate"] = PathLimits.Rate(plan.Values[DownloadKeys.Limit]);
        parameters["rate1"] = PathLimits.Rate(plan.Values[DownloadKeys.FirstLimit]);
        parameters["direct"] = parameters["rate"];
        foreach (var (key, value) in peer.Topology)
        {
            parameters[key] = value;
        }

        return new DownloadJob(this, plan, loadTopology(plan.Topology, parameters));
    }

    internal override DownloadCell Summarise(IReadOnlyDictionary<string, string> values, IReadOnlyList<RunResult> runs)
        => DownloadCell.Of(values, [.. runs.Cast<DownloadResult>()], PathLimits.Sum(values, EthernetKBps));

    internal override IReadOnlyList<TableComparison> Compare(
        IReadOnlyDictionary<string, IReadOnlyList<string>> parameters, IReadOnlyList<CellSummary> summary)
        => TableComparisons.Of(this, parameters[DownloadKeys.Table], parameters[DownloadKeys.Peer], [.. summary.Cast<DownloadCell>()]);

    internal override IReadOnlyList<ReportFile> Report(ExperimentResult result) => DownloadReport.Write(this, result);

    /// <summary>The values of a table's cell; what the table does not say is as in <paramref name="values"/>.</summary>
    internal Dictionary<string, string> InCell(ReferenceTable table, ReferenceCell cell, string peer, IReadOnlyDictionary<string, string> values)
    {
        var own = new Dictionary<string, string>(values);
        foreach (var (key, value) in table.ValuesOf(cell))
        {
            own[key] = value;
        }

        if (!table.ValuesOf(cell).ContainsKey(DownloadKeys.FirstLimit))
        {
            own[DownloadKeys.FirstLimit] = own[DownloadKeys.Limit];
        }

        return WithPeer(own, peer == OwnPeer ? table.PeerOf(cell) : peer);
    }

    /// <summary>What a kind of connection does not know is the same in all its runs, so that they are not repeated.</summary>
    private Dictionary<string, string> WithPeer(Dictionary<string, string> values, string peer)
    {
        values.Remove(DownloadKeys.Table);
        values[DownloadKeys.Peer] = peer;
        foreach (var (key, value) in Peers[peer].Values)
        {
            values[key] = ParameterReader.Resolve(value, values);
        }

        if (values[DownloadKeys.Proxies] == "1")
        {
            values[DownloadKeys.Limit] = values[DownloadKeys.FirstLimit];
        }

        return values;
    }
}
