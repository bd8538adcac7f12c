// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Reports;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab.Experiments;

/// <summary>An experiment of transfers over links that are cut.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">One line.</param>
/// <param name="Settings">The keys of its own.</param>
/// <param name="Peers">The kinds of connection that are compared.</param>
/// <param name="Variants">What happens when.</param>
/// <param name="Streams">What is sent.</param>
/// <param name="Firewalls">Shell lines that put one up, with the topology's addresses in the environment.</param>
public sealed record TransferDefinition(
    string Name,
    string Summary,
    IReadOnlyList<ParameterSpec> Settings,
    IReadOnlyDictionary<string, PeerDefinition> Peers,
    IReadOnlyDictionary<string, VariantDefinition> Variants,
    IReadOnlyDictionary<string, StreamDefinition> Streams,
    IReadOnlyDictionary<string, string> Firewalls) : ExperimentDefinition(Name, Summary, Settings)
{
    private static readonly string[] Told = ["peer", "cut", "sender", "topology", "vm", "kernel"];

    /// <summary>Another moment of the cut is another trial.</summary>
    internal override IReadOnlyList<string> TrialKeys => TransferKeys.Trial;

    internal override string TitleOf(IReadOnlyDictionary<string, string> values)
        => string.Join(' ', Told.Select(key => values[key]).Append($"moment {values[TransferKeys.Moment]} seed {values["seed"]}"));

    internal override TransferJob Job(RunPlan plan, Func<string, IReadOnlyDictionary<string, string>, Topology> loadTopology)
    {
        var parameters = TopologyValues(plan);
        if (!parameters.ContainsKey("delay"))
        {
            var microseconds = int.Parse(plan.Values["rtt_ms"], CultureInfo.InvariantCulture) * 500;
            parameters["delay"] = string.Create(CultureInfo.InvariantCulture, $"{microseconds}us");
        }

        return new TransferJob(this, plan, loadTopology(plan.Topology, parameters));
    }

    internal override TransferCell Summarise(IReadOnlyDictionary<string, string> values, IReadOnlyList<RunResult> runs)
        => TransferCell.Of(values, [.. runs.Cast<TransferResult>()]);

    internal override IReadOnlyList<ReportFile> Report(ExperimentResult result) => TransferReport.Write(result);
}

/// <summary>A kind of connection.</summary>
/// <param name="UsesMptcp">Whether its sockets are of IPPROTO_MPTCP.</param>
/// <param name="UsesModule">Whether the module is loaded and enabled.</param>
/// <param name="ClientLines">Lines for "ip" in the client; $NAME is replaced by the environment.</param>
/// <param name="ServerLines">The same in the server.</param>
/// <param name="Setup">Shell lines that make the rest of it, with the topology's addresses in the environment.</param>
public sealed record PeerDefinition(
    bool UsesMptcp, bool UsesModule, IReadOnlyList<string> ClientLines, IReadOnlyList<string> ServerLines, string Setup);

/// <summary>What happens when.</summary>
/// <param name="Duration">The measuring time.</param>
/// <param name="Second">From here on the gap counts as the second one; null for one gap only.</param>
/// <param name="Events">Cuts and heals.</param>
public sealed record VariantDefinition(TimeSpan Duration, TimeSpan? Second, IReadOnlyList<VariantEvent> Events)
{
    /// <summary>The same so much later, after a longer beginning.</summary>
    internal VariantDefinition Later(TimeSpan shift) => new(
        Duration + shift, Second + shift, [.. Events.Select(happening => happening with { At = happening.At + shift })]);
}

/// <summary>A cut or heal of a link.</summary>
/// <param name="At">Since the start of the transfer.</param>
/// <param name="IsCut">A cut; else a heal.</param>
/// <param name="Link">The number of the link.</param>
public sealed record VariantEvent(TimeSpan At, bool IsCut, int Link);

/// <summary>What is sent, other than as much as possible.</summary>
/// <param name="Chunk">Bytes per write; null for bulk.</param>
/// <param name="Interval">Time between writes; null for bulk.</param>
public sealed record StreamDefinition(int? Chunk, TimeSpan? Interval);

/// <summary>The keys that runs of transfers need.</summary>
internal static class TransferKeys
{
    /// <summary>The number of the moment at which the events come.</summary>
    public const string Moment = "moment";

    /// <summary>Those whose values are trials of the same thing.</summary>
    public static readonly string[] Trial = ["seed", Moment];

    /// <summary>The firewall that is up.</summary>
    public const string Firewall = "firewall";
}
