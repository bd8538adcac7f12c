// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Paths;
using PreserveStack.Module.Tables;

namespace PreserveStack.Cli.Paths;

/// <summary>Paths and buffers as tables.</summary>
internal static class PathsText
{
    /// <summary>Writes paths; what is sent now has columns only in a live view.</summary>
    public static void Write(IReadOnlyList<PathView> paths, bool live, TextWriter output)
    {
        string[] now = live ? ["sending>"] : [];
        var table = new TextTable(
            ["group", "mode", "device", "weight>", "share>", "state", "packets>", "bytes>", .. now, "carries>", "rtt>", "probes>", "lost>", "failures>"]);
        foreach (PathView path in paths)
        {
            string[] sending = live ? [Rate(path.SendingKbps)] : [];
            table.Add(
            [
                path.Group,
                PathRules.NameOf(path.Mode),
                path.Device ?? "-",
                path.Weight == 0 && path.Device is not null ? "backup" : Number(path.Weight),
                $"{(path.SharePermille / 10.0).ToString("0.0", CultureInfo.InvariantCulture)} %",
                State(path.State),
                Number(path.Packets),
                Number(path.Bytes),
                .. sending,
                Rate(path.RateKbps),
                Time(path.RttUs),
                Number(path.Probes),
                Number(path.ProbesLost),
                Number(path.Failures),
            ]);
        }

        table.Write(output);
    }

    public static void Write(IReadOnlyList<ReorderEntry> buffers, TextWriter output)
    {
        var table = new TextTable(
            "local", "remote", "paths>", "held>", "held_bytes>", "max_held>", "waits>", "packets>", "reordered>", "gaps_lost>", "timeouts>");
        foreach (ReorderEntry buffer in buffers)
        {
            table.Add(
                new System.Net.IPEndPoint(buffer.LocalAddress, buffer.LocalPort).ToString(),
                new System.Net.IPEndPoint(buffer.RemoteAddress, buffer.RemotePort).ToString(),
                Number((ulong)buffer.Paths),
                Number(buffer.HeldPackets),
                Number(buffer.HeldBytes),
                Number(buffer.MaxHeldPackets),
                Time(buffer.TimeoutUs),
                Number(buffer.Packets),
                Number(buffer.Reordered),
                Number(buffer.GapsLost),
                Number(buffer.Timeouts));
        }

        table.Write(output);
    }

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string State(PathState state) => JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    private static string Time(ulong? us) => us switch
    {
        null => "-",
        _ => string.Create(CultureInfo.InvariantCulture, $"{us / 1000.0:0.0} ms"),
    };

    private static string Rate(double? kbps) => kbps switch
    {
        null => "-",
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{kbps:0} kbit/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{kbps / 1000:0.0} Mbit/s"),
    };
}
