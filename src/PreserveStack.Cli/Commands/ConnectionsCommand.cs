// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Globalization;
using System.Net;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Tables;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve connections</c></summary>
internal static class ConnectionsCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var pairs = new Option<bool>("--pairs", "-p")
        {
            Description = "Show every pair of addresses of each connection, and which of them are usable",
        };
        var blackholes = new Option<bool>("--blackholes")
        {
            Description = "Show the destinations that drop the option instead",
        };
        var watch = new Watch();
        var command = new ExampleCommand("connections", "Show the connections that negotiated the option: paths, migrations and their causes")
        {
            Examples =
            [
                new("preserve connections", "which connection uses which pair, since when and why"),
                new("preserve connections --watch --interval 200", "live"),
                new("preserve connections -n client --pairs", "all pairs, in another network namespace"),
                new("preserve connections --json | jq '.[] | select(.migrations > 0)'", "those that moved"),
            ],
        };
        command.Options.Add(common.Namespace);
        command.Options.Add(pairs);
        command.Options.Add(blackholes);
        watch.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            Module.PreserveModule module = services.Module(parsed.GetValue(common.Namespace));
            bool asJson = parsed.GetValue(common.Json);
            if (parsed.GetValue(blackholes))
            {
                return watch.RunAsync(services.Terminal, parsed, asJson, "blackholes", module.ReadBlackholes, WriteBlackholes, cancellationToken);
            }

            return parsed.GetValue(pairs)
                ? watch.RunAsync(services.Terminal, parsed, asJson, "pairs", module.ReadAliases, WritePairs, cancellationToken)
                : watch.RunAsync(services.Terminal, parsed, asJson, "connections", module.ReadConnections, WriteConnections, cancellationToken);
        });
        return command;
    }

    private static void WriteConnections(IReadOnlyList<ConnectionEntry> connections, TextWriter output)
    {
        var table = new TextTable("id>", "role", "state", "local", "remote", "current pair", "pairs>", "moved>", "followed>", "cause", "since>", "told the peer");
        foreach (ConnectionEntry entry in connections)
        {
            bool atHome = entry.CurrentLocalAddress.Equals(entry.LocalAddress) && entry.CurrentRemoteAddress.Equals(entry.RemoteAddress);
            table.Add(
                Number(entry.Id),
                entry.Role.ToString().ToLowerInvariant(),
                entry.State.ToString().ToLowerInvariant(),
                EndPoint(entry.LocalAddress, entry.LocalPort),
                EndPoint(entry.RemoteAddress, entry.RemotePort),
                atHome ? "as opened" : $"{entry.CurrentLocalAddress} {entry.CurrentRemoteAddress}",
                Number((ulong)entry.Pairs),
                Number(entry.Migrations),
                Number(entry.Followed),
                CauseWords.Of(entry.Cause),
                Ago(entry.SinceMs),
                entry.Told.Count == 0 ? "-" : string.Join(' ', entry.Told));
        }

        table.Write(output);
    }

    private static void WritePairs(IReadOnlyList<AliasEntry> pairs, TextWriter output)
    {
        var table = new TextTable("id>", "local", "remote", "current", "usable", "answered>");
        foreach (AliasEntry entry in pairs)
        {
            table.Add(
                Number(entry.Id),
                EndPoint(entry.LocalAddress, entry.LocalPort),
                EndPoint(entry.RemoteAddress, entry.RemotePort),
                entry.Current ? "current" : "-",
                entry.Usable ? "usable" : "-",
                Ago(entry.AliveMs));
        }

        table.Write(output);
    }

    private static void WriteBlackholes(IReadOnlyList<BlackholeEntry> blackholes, TextWriter output)
    {
        var table = new TextTable("address", "remaining_s>", "failures>");
        foreach (BlackholeEntry entry in blackholes)
        {
            table.Add(entry.Address.ToString(), Number(entry.RemainingS), Number(entry.Failures));
        }

        table.Write(output);
    }

    private static string EndPoint(IPAddress address, ushort port) => new IPEndPoint(address, port).ToString();

    private static string Number(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Ago(ulong? ms) => ms switch
    {
        null => "-",
        < 1000 => $"{ms} ms",
        < 120_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000.0:0.0} s"),
        _ => $"{ms / 60_000} min",
    };
}
