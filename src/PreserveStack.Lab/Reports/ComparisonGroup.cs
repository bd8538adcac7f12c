// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Reports;

/// <summary>The runs that differ only in their peer and trial: what a drawing and a table compare.</summary>
/// <param name="Title">What they have in common.</param>
/// <param name="Slug">The same, good for a file's name.</param>
/// <param name="Cells">One cell per peer.</param>
internal sealed record ComparisonGroup(string Title, string Slug, IReadOnlyList<PeerCell> Cells)
{
    /// <summary>Keys whose values are part of every title.</summary>
    private static readonly string[] AlwaysTold = ["cut", "sender", "topology", "kernel"];

    /// <summary>All groups in the order of their first runs.</summary>
    public static IReadOnlyList<ComparisonGroup> Of(IReadOnlyList<TransferResult> results)
    {
        var varied = results.SelectMany(result => result.Plan.Values).GroupBy(pair => pair.Key)
            .Where(values => values.Select(pair => pair.Value).Distinct().Count() > 1)
            .Select(values => values.Key).ToHashSet();
        return [.. results.GroupBy(result => string.Join('\n', Common(result.Plan))).Select(group => Of([.. group], varied))];
    }

    private static IEnumerable<string> Common(RunPlan plan)
        => plan.Values.Where(pair => IsShared(pair.Key)).Select(pair => $"{pair.Key}={pair.Value}");

    private static bool IsShared(string key) => key != "peer" && !TransferKeys.Trial.Contains(key);

    private static ComparisonGroup Of(List<TransferResult> runs, HashSet<string> varied)
    {
        var values = runs[0].Plan.Values;
        var told = values.Where(pair => IsShared(pair.Key) && (varied.Contains(pair.Key) || AlwaysTold.Contains(pair.Key))).ToList();
        var title = $"{CutTitle(values["cut"])} · {values["sender"]} sends · {values["topology"]} · kernel {values["kernel"]}"
            + string.Concat(told.Where(pair => !AlwaysTold.Contains(pair.Key)).Select(pair => $" · {pair.Key} {pair.Value}"));
        var slug = string.Join('-', told.OrderBy(pair => pair.Key == "cut" ? 0 : 1).Select(pair =>
            AlwaysTold.Contains(pair.Key) ? pair.Value : $"{pair.Key}-{pair.Value}"));
        return new ComparisonGroup(title, slug, [.. runs.GroupBy(run => run.Plan.Peer).Select(peer => new PeerCell(peer.Key, [.. peer]))]);
    }

    private static string CutTitle(string cut) => cut switch
    {
        "none" => "No cut",
        "silent" => "Silent cut",
        "carrier" => "Carrier lost",
        "own-link-down" => "Own link down",
        "address-removed" => "Address removed",
        "route-removed" => "Route removed",
        "far-link" => "Far link down",
        _ => cut,
    };
}

/// <summary>The runs of one peer in a group.</summary>
/// <param name="Peer">The peer.</param>
/// <param name="Runs">Its runs.</param>
internal sealed record PeerCell(string Peer, IReadOnlyList<TransferResult> Runs)
{
    /// <summary>Of the times from the cut to the next byte; null where one run has none.</summary>
    public Spread? Resume => Runs.All(run => run.ResumeMs is not null) ? Spread.Of(Runs.Select(run => run.ResumeMs!.Value)) : null;

    /// <summary>Of the largest gaps.</summary>
    public Spread Gap => Spread.Of(Runs.Select(run => run.LargestGapMs));

    /// <summary>Of the second gaps; null without one.</summary>
    public Spread? SecondGap => Runs.All(run => run.SecondGapMs is not null) ? Spread.Of(Runs.Select(run => run.SecondGapMs!.Value)) : null;

    /// <summary>Of the outages; null where one run has none to tell.</summary>
    public Spread? Outage => Runs.All(run => run.OutageMs is not null) ? Spread.Of(Runs.Select(run => run.OutageMs!.Value)) : null;

    /// <summary>Of the delivered bytes.</summary>
    public Spread Delivered => Spread.Of(Runs.Select(run => (double)run.DeliveredBytes));

    /// <summary>The run that a drawing shows: the one in the middle.</summary>
    public TransferResult Typical => Runs.OrderBy(run => run.LargestGapMs).ElementAt(Runs.Count / 2);

    /// <summary>The peer as people call it.</summary>
    public string Name => Peer switch
    {
        "tcp" => "TCP",
        "mptcp" => "MPTCP, two subflows",
        "mptcp-backup" => "MPTCP, backup subflow",
        "preserve" => "PreserveStack",
        _ => Peer,
    };

    /// <summary>Colours that people with colour blindness can tell apart.</summary>
    public string Colour => Peer switch
    {
        "tcp" => "#c2410c",
        "mptcp" => "#1d62b5",
        "mptcp-backup" => "#8b6fc9",
        "preserve" => "#0a8f64",
        _ => "#555555",
    };
}
