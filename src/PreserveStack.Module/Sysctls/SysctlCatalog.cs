// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Sysctls;

/// <summary>
/// All settings of the module. Documentation, completion, <c>preserve config</c> and its error messages are made
/// from this one table.
/// </summary>
public static class SysctlCatalog
{
    /// <summary>The settings, in the order in which they are shown.</summary>
    public static IReadOnlyList<SysctlEntry> Entries { get; } =
    [
        new("enabled", "", 0, 1, 0,
            "Whether new connections of this network namespace negotiate the option.",
            "1 registers the module's hooks in the namespace, 0 removes them: a namespace that is off costs nothing. Connections "
            + "that were negotiated go on as plain TCP on their current pair when it is set to 0."),
        new("prefix_syn_type", "", 7, 63, 11,
            "Number of the destination option PREFIX_SYN.",
            "Both ends must agree. The default is that of the 1999 thesis; on the public Internet use 30 (0x1e), which RFC 4727 "
            + "reserves for experiments. Must differ from prefix_ack_type. Numbers up to 63 are skipped by hosts that do not know them."),
        new("prefix_ack_type", "", 7, 63, 12,
            "Number of the destination option PREFIX_ACK.",
            "Both ends must agree. On the public Internet use 62 (0x3e). Must differ from prefix_syn_type."),
        new("max_prefixes", "", 0, 8, 8,
            "The most alternatives that are announced, and taken from a peer.",
            "0 announces none: the connection then survives only what the peer's alternatives allow."),
        new("max_option_bytes", "bytes", 8, 64, 24,
            "The largest Destination Options header on a SYN, header included.",
            "24 bytes hold two /64 prefixes or one full address, and pass nearly everywhere; 32 hold more and reach 93 % of "
            + "destinations. A SYN-ACK, which carries both options, may take 40."),
        new("syn_retries_before_fallback", "SYNs", 1, 6, 2,
            "Unanswered SYNs with the option before one is sent without it.",
            "The destination is then remembered as one that drops the option, see blackhole_timeout."),
        new("blackhole_timeout", "s", 0, 604800, 3600,
            "How long a destination that drops the option is remembered.",
            "Doubles with each failure. 0 remembers none."),
        new("rto_threshold", "time-outs", 1, 15, 1,
            "Retransmission time-outs in a row after which a path is given up.",
            "1 is fastest. Raise it on links that are silent for longer than a time-out but come back."),
        new("tail_probe", "", 0, 1, 1,
            "Whether a tail-loss probe without answer already starts the search for another path.",
            "1 asks the alternatives before the first retransmission time-out. A path that only lost a packet is kept."),
        new("holddown_ms", "ms", 0, 10000, 200,
            "How long after a migration the peer is not followed back to the pair just left.",
            "Segments that were on their way arrive there; following them would undo the migration. The time used is never "
            + "less than two retransmission time-outs."),
        new("restore_delay_ms", "ms", 0, 3600000, 5000,
            "How long the handshake pair must work again before a connection returns to it.",
            "0 never returns."),
        new("max_connections", "connections", 0, 1048576, 65536,
            "The most connections of this namespace that are kept in the table.",
            "Connections beyond it are plain TCP and counted in FallbackLimit."),
        new("follow", "", 0, 1, 1,
            "Whether the peer's migrations are followed.",
            "0 pins the sending direction: only local causes migrate."),
    ];

    /// <summary>Finds a setting.</summary>
    /// <param name="key">Its name; '.' may stand for '/', and net.preserve. may stand in front.</param>
    /// <exception cref="UnknownKeyException">There is none of that name.</exception>
    public static SysctlEntry Find(string key)
    {
        string normalised = key.Replace('.', '/');
        const string prefix = "net/preserve/";
        if (normalised.StartsWith(prefix, StringComparison.Ordinal))
        {
            normalised = normalised[prefix.Length..];
        }

        return Entries.FirstOrDefault(entry => entry.Key == normalised)
            ?? throw new UnknownKeyException(key, Entries.Select(entry => entry.Key));
    }
}
