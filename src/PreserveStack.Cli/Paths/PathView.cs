// SPDX-License-Identifier: MIT
using PreserveStack.Module.Tables;

namespace PreserveStack.Cli.Paths;

/// <summary>A path as <c>preserve paths</c> shows it.</summary>
/// <param name="Group">Name of its group.</param>
/// <param name="Mode">How the group shares out its packets.</param>
/// <param name="Device">The network device; null for a group that has no path yet.</param>
/// <param name="Weight">The weight that was set; 0 is a backup.</param>
/// <param name="SharePermille">Its part of the group's packets now.</param>
/// <param name="State">Whether it works.</param>
/// <param name="Packets">Packets that it was given.</param>
/// <param name="Bytes">Bytes that it was given.</param>
/// <param name="SendingKbps">What it is given now; null without an earlier reading.</param>
/// <param name="SendingPacketsPerS">The same in packets.</param>
/// <param name="RateKbps">What it is measured to carry; null when that is not known.</param>
/// <param name="RttUs">Round trip of its probes; null when none was answered.</param>
/// <param name="Probes">Probes that were sent.</param>
/// <param name="ProbesLost">Probes that were not answered.</param>
/// <param name="Failures">How often it stopped working.</param>
internal sealed record PathView(
    string Group,
    PathMode Mode,
    string? Device,
    uint Weight,
    uint SharePermille,
    PathState State,
    ulong Packets,
    ulong Bytes,
    double? SendingKbps,
    double? SendingPacketsPerS,
    ulong? RateKbps,
    ulong? RttUs,
    ulong Probes,
    ulong ProbesLost,
    ulong Failures)
{
    public static PathView Of(PathEntry path, double? sendingKbps = null, double? sendingPacketsPerS = null) => new(
        path.Group,
        path.Mode,
        path.Device,
        path.Weight,
        path.SharePermille,
        path.State,
        path.Packets,
        path.Bytes,
        sendingKbps,
        sendingPacketsPerS,
        path.RateKbps,
        path.RttUs,
        path.Probes,
        path.ProbesLost,
        path.Failures);
}
