// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tables;

/// <summary>A line of /proc/net/preserve/paths: one path of one group.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Mode">How the group shares out its packets.</param>
/// <param name="Device">The network device that is the path; null for a group that has a mode and no path yet.</param>
/// <param name="Weight">The weight that was set; 0 makes it a backup.</param>
/// <param name="SharePermille">Its part of the group's packets now, in thousandths.</param>
/// <param name="State">Whether it works.</param>
/// <param name="Packets">Packets that it was given.</param>
/// <param name="Bytes">Bytes that it was given, IP headers included.</param>
/// <param name="RttUs">Round trip of its probes in microseconds, smoothed; null when none was answered.</param>
/// <param name="RateKbps">What it is measured to carry, in kbit/s; null when that is not known.</param>
/// <param name="Probes">Probes that were sent.</param>
/// <param name="ProbesLost">Probes that were not answered.</param>
/// <param name="Failures">How often it stopped working.</param>
public sealed record PathEntry(
    string Group,
    PathMode Mode,
    string? Device,
    uint Weight,
    uint SharePermille,
    PathState State,
    ulong Packets,
    ulong Bytes,
    ulong? RttUs,
    ulong? RateKbps,
    ulong Probes,
    ulong ProbesLost,
    ulong Failures);
