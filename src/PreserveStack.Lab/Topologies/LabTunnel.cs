// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.Lab.Topologies;

/// <summary>How a tunnel wraps packets.</summary>
public enum TunnelKind
{
    /// <summary>IPv4 in IPv4.</summary>
    Ipip,

    /// <summary>IPv6 in IPv4.</summary>
    Sit,

    /// <summary>IPv6 in IPv6.</summary>
    Ip6Tnl,

    /// <summary>IPv4 and IPv6 in GRE over IPv4.</summary>
    Gre,

    /// <summary>IPv4 and IPv6 in GRE over IPv6.</summary>
    Ip6Gre,

    /// <summary>Ethernet in GRE over IPv4.</summary>
    GreTap,

    /// <summary>Ethernet in GRE over IPv6.</summary>
    Ip6GreTap,

    /// <summary>IPv4 in UDP over IPv4.</summary>
    Fou,
}

/// <summary>One end of a tunnel.</summary>
/// <param name="At">The device.</param>
/// <param name="Kind">How it wraps packets.</param>
/// <param name="Local">The source of the packets around.</param>
/// <param name="Remote">Their destination.</param>
public sealed record LabTunnel(InterfaceName At, TunnelKind Kind, IPAddress Local, IPAddress Remote)
{
    private const int UdpPort = 5555;

    /// <summary>The words a file may use.</summary>
    public static string AllowedKinds => string.Join(", ", Enum.GetNames<TunnelKind>()).ToLowerInvariant();

    /// <summary>Whether the packets around are IPv6.</summary>
    public static bool IsOverIPv6(TunnelKind kind) => kind is TunnelKind.Ip6Tnl or TunnelKind.Ip6Gre or TunnelKind.Ip6GreTap;

    /// <summary>
    /// The line for "ip" that makes it. No hop limit is copied from inside, and no option is put in front of the packet:
    /// the MTU is the link's less the headers.
    /// </summary>
    public string AddLine => $"link add name {At.Device} type " + Kind switch
    {
        TunnelKind.Ip6Tnl => $"ip6tnl mode ip6ip6 {Ends} encaplimit none",
        TunnelKind.Ip6Gre => $"ip6gre {Ends} encaplimit none",
        TunnelKind.Ip6GreTap => $"ip6gretap {Ends} encaplimit none",
        TunnelKind.Fou => $"ipip {Ends} encap fou encap-sport {UdpPort} encap-dport {UdpPort}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Ends}",
    };

    /// <summary>The line for "ip" by which its host takes such packets, once for all its tunnels; null if it needs none.</summary>
    public string? ReceiveLine => Kind == TunnelKind.Fou ? $"fou add port {UdpPort} ipproto 4" : null;

    private string Ends => $"local {Local} remote {Remote}";
}
