// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments;

/// <summary>What the guest tells of itself.</summary>
internal static class GuestEnvironment
{
    /// <summary>Prints lines of JSON; only built-ins of the shell, which cost next to nothing.</summary>
    public const string Script =
        """
        tell() {
            local value
            [ -r "$2" ] && read -r value <"$2" && printf '{"type":"environment","key":"%s","value":"%s"}\n' "$1" "$value"
        }
        tell kernel /proc/sys/kernel/osrelease
        tell module_version /sys/module/preserve/version
        tell module_srcversion /sys/module/preserve/srcversion
        for name in core.default_qdisc ipv4.tcp_congestion_control ipv4.tcp_rmem ipv4.tcp_wmem ipv4.tcp_sack ipv4.tcp_timestamps \
            ipv4.tcp_retries2 ipv4.tcp_recovery mptcp.enabled mptcp.scheduler mptcp.stale_loss_cnt; do
            tell "net.$name" "/proc/sys/net/${name//.//}"
        done

        """;

    /// <summary>Reads them.</summary>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<GuestLine> lines)
        => lines.Where(line => line.Type == "environment").ToDictionary(line => line.Text("key"), line => line.Text("value"));
}
