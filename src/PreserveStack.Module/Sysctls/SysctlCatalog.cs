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
            "From then on one without and one with it by turns. A destination that answers without it may be remembered, see "
            + "blackhole_timeout."),
        new("syn_uplinks", "uplinks", 0, 8, 2,
            "Other uplinks over which a SYN that had no answer is repeated as well.",
            "Each from an address of its own, which may be announced, and with a route by another interface; the answer that comes first "
            + "decides. So new connections work while the way of the first uplink is dead, after the first repetition (1 s). Not when the "
            + "program chose its address. 0 keeps to one uplink, for example because another is metered."),
        new("blackhole_timeout", "s", 0, 604800, 3600,
            "The longest that a destination that drops the option is remembered.",
            "A minute at first, doubled with each failure after that; not at all when the option came through to its network in the "
            + "last ten minutes, or a negotiated connection to it lives. 0 remembers none."),
        new("rto_threshold", "time-outs", 1, 15, 1,
            "Retransmission time-outs in a row after which a path is given up.",
            "1 is fastest. Raise it on links that are silent for longer than a time-out but come back."),
        new("tail_probe", "", 0, 1, 1,
            "Whether silence starts the search for another path before TCP's retransmission time-out does.",
            "1 asks the alternatives, and the path itself, when an acknowledgment is late, when data stop in the middle of a transfer, and "
            + "with TCP's tail loss probe. A path that answers is kept."),
        new("holddown_ms", "ms", 0, 10000, 200,
            "How long after a migration the peer is not followed back to the pair just left.",
            "Segments that were on their way arrive there; following them would undo the migration. The time used is never "
            + "less than two retransmission time-outs."),
        new("restore_delay_ms", "ms", 0, 3600000, 5000,
            "How long the handshake pair must work again before a connection returns to it.",
            "From a backup (backup_devices) it returns to any pair that is none, after that time. 0 never returns."),
        new("verify_interval", "s", 0, 86400, 100,
            "How often the proven alternatives of a connection are asked again, while it lives.",
            "So that stateful firewalls and home routers between the ends keep the way open: they forget a connection that they have not "
            + "seen on a path for 120 to 300 seconds. Each end sends, and answers, one packet of some 80 bytes per alternative and interval, "
            + "also on an idle connection, within some seconds of each other for all connections. 0 asks once, when the connection has "
            + "carried 64 kB or is a second old."),
        new("max_connections", "connections", 0, 1048576, 65536,
            "The most connections of this namespace that are kept in the table.",
            "Connections beyond it are plain TCP and counted in FallbackLimit. So are those that this host begins while a quarter of it "
            + "has no answer yet, and those that would exceed the namespace's share of the module's parameter max_connections: that is "
            + "one for every 32 kB of memory, of which a namespace that is not the initial one gets no more than a quarter. A server of "
            + "10,000 connections in a container needs it to be 40,000 or more.") { IsCapped = true },
        new("follow", "", 0, 1, 1,
            "Whether the peer's migrations are followed.",
            "0 pins the sending direction: only local causes migrate."),
        new("announce_devices", SysctlKind.Devices, "default",
            "The network devices whose addresses are told to peers.",
            "Names, also of devices that do not exist yet; '*' for all; 'default' for those with a default route (::/0, or 2000::/3) in "
            + "a table that the rules lead their addresses to. A bridge that holds one counts, PPP and modems too; a tunnel, also one of "
            + "WireGuard or OpenVPN, and what stands on nothing else (a VLAN, a bridge) counts only when it is named, as in 'default wg0'. "
            + "PPP does not say whether it is an uplink (PPPoE) or a VPN (L2TP, PPTP): name the others where it is one. A connection that begins on another device, at "
            + "either end, is plain TCP and counted in FallbackNotAnnounced: one that was opened over a VPN never leaves it. Temporary "
            + "addresses (RFC 8981) come before others of their device, and a connection that began on one tells no stable one, unless "
            + "announce_prefixes names that with /128. 'preserve connections' shows what was told."),
        new("announce_prefixes", SysctlKind.Prefixes, "",
            "The prefixes of the addresses that are told to peers.",
            "An address outside is never told, and a connection that begins on it is plain TCP. Empty: any address. "
            + "'::/0 2001:db8::5/128' is any, and that one beside temporary addresses, too."),
        new("backup_devices", SysctlKind.Names, "",
            "The network devices that are used only when nothing else works.",
            "A metered one, for example. Peers are told so, and both ends keep to it: a pair of addresses with a backup at either end is "
            + "chosen only when no other pair answers, gets no share while others work (scheduler.pairs; but mode 2 sends on all), and is "
            + "left again when a pair that is no backup has answered for restore_delay_ms. A connection that begins on a backup stays there "
            + "while that works. As device_priorities it counts for new connections. What is told takes 2 bytes of the option, and 1 for each "
            + "address: beside two /64 prefixes it needs max_option_bytes of 32, or peers learn the order of the addresses only."),
        new("device_priorities", SysctlKind.Priorities, "",
            "Which network devices are preferred, by a number: 0, which those that are not named have, is best.",
            "'eth1:10 wlan0:20'. Of the pairs of addresses that answer the one with the smallest sum of both ends' numbers is chosen, backups "
            + "last. No pair that works is left for a better one."),
        new("plain_local_ports", SysctlKind.Ports, "",
            "The ports of this end whose connections stay plain TCP.",
            "Of a service, or of a client that binds one: no option is sent or answered, whatever the program says with PRESERVE_ENABLE. "
            + "As all of plain_* it counts for new connections, at this end; a peer that offers the option sees a host without it. Counted "
            + "in FallbackPlainLocalPort."),
        new("plain_remote_ports", SysctlKind.Ports, "",
            "The ports of the other end whose connections stay plain TCP.",
            "Counted in FallbackPlainRemotePort."),
        new("plain_prefixes", SysctlKind.Prefixes, "",
            "The prefixes of peers whose connections stay plain TCP.",
            "The address is that of the handshake. Counted in FallbackPlainPrefix."),
        new("plain_marks", SysctlKind.Marks, "",
            "The marks of packets whose connections stay plain TCP.",
            "Of the SYN or SYN-ACK that leaves, as it is behind the output chains of nftables: the mark of its socket (SO_MARK), or what a rule "
            + "made of it, so that users and cgroups can be named; docs/sockets.md has the rules. With a mask its bits alone count. Counted in "
            + "FallbackPlainMark."),
        new("scheduler.enabled", "", 0, 1, 0,
            "Whether TCP packets of this network namespace are spread over the paths of a group.",
            "1 registers the scheduler's hooks in the namespace, 0 removes them. Only packets whose own route leaves by a device "
            + "of a group are spread; see 'preserve paths'. The receiver should have reorder.enabled."),
        new("scheduler.segment", "", 0, 1, 1,
            "Whether a large packet of TCP is cut, so that each of its segments may take another path.",
            "0 sends it whole over one path: cheaper, but spread less evenly. Modes redundant and failover never cut."),
        new("scheduler.probe_interval_ms", "ms", 0, 60000, 200,
            "How often a path in use is probed at least, by an ICMP echo to the destination of the traffic.",
            "Under load it is probed after every 16 KiB, though not more often than every 5 ms. 0 sends no probes: then adaptive "
            + "mode learns nothing, and a path that swallows everything silently is not noticed."),
        new("scheduler.pairs", "", 0, 1, 0,
            "Whether new connections are spread over their address pairs, where the peer wants that too.",
            "Announced in the handshake when scheduler.enabled and reorder.enabled are 1 as well. 0 also stops spreading over the "
            + "pairs of connections that agreed; they still take what the peer spreads. With 1 a SYN-ACK may take 48 bytes."),
        new("scheduler.pairs_mode", "", 0, 3, 1,
            "How segments are spread over pairs.",
            "0 in equal parts, 1 by what each pair is measured to carry, 2 every segment over all of them, 3 over the first that works."),
        new("scheduler.pairs_max", "connections", 0, 1048576, 4096,
            "The most connections of this namespace that are spread over their pairs.",
            "Those beyond it use their current pair, and are counted in SpreadLimit.") { IsCapped = true },
        new("reorder.enabled", "", 0, 1, 0,
            "Whether segments that arrive out of order are put back in order before TCP sees them.",
            "1 registers the buffer's hooks in the namespace, 0 removes them and gives TCP what is held. A connection gets a buffer "
            + "with its first segment out of order, and loses it after 10 s without one."),
        new("reorder.max_packets", "packets", 1, 65536, 1024,
            "The most packets that are held for one connection.",
            "With more the first gap is shown to TCP, and counted in ReorderFull.") { IsCapped = true },
        new("reorder.max_bytes", "bytes", 1500, 268435456, 4194304,
            "The most memory that is held for one connection, what the kernel needs for each packet included.",
            "With more the first gap is shown to TCP, and counted in ReorderFull. All namespaces together take no more than the "
            + "module's parameter max_reorder_bytes.") { IsCapped = true },
        new("reorder.timeout_ms", "ms", 1, 10000, 1000,
            "The longest that a segment waits for those before it.",
            "The time used is twice the measured difference between the paths plus 10 ms, and never more than this."),
        new("reorder.max_flows", "connections", 0, 1048576, 4096,
            "The most connections of this namespace that have a buffer.",
            "Those beyond it are not put in order and counted in ReorderLimit.") { IsCapped = true },
    ];

    /// <summary>Finds a setting.</summary>
    /// <param name="key">Its name; '/' may stand for '.', and net.preserve. may stand in front, as sysctl takes it.</param>
    /// <exception cref="UnknownKeyException">There is none of that name.</exception>
    public static SysctlEntry Find(string key)
    {
        string name = key.Replace('/', '.');
        const string prefix = "net.preserve.";
        if (name.StartsWith(prefix, StringComparison.Ordinal))
        {
            name = name[prefix.Length..];
        }

        return Entries.FirstOrDefault(entry => entry.Key == name)
            ?? throw new UnknownKeyException(key, Entries.Select(entry => entry.Key));
    }
}
