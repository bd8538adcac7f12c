// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PreserveStack.Bench;
using PreserveStack.Cli.Commands;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Benchmarks;

/// <summary><c>preserve bench server</c></summary>
internal static class BenchServerCommand
{
    public static Command Create(BenchContext context, string prefix)
    {
        var listen = new Option<IPAddress?>("--listen")
        {
            Description = "Address to listen on; all of this host if not given",
            HelpName = "ADDRESS",
            CustomParser = ParseAddress,
        };
        var port = new Option<int>("--port", "-p")
        {
            Description = "Port that clients ask at; 0 for any",
            HelpName = "PORT",
            CustomParser = OptionValues.Whole(0, 65535),
            DefaultValueFactory = _ => BenchPlan.StandardPort,
        };
        var testPorts = new Option<string?>("--test-ports")
        {
            Description = "Ports that tests listen on while they run, for firewalls; any if not given",
            HelpName = "FIRST-LAST",
        };
        var maxClients = new Option<int>("--max-clients")
        {
            Description = "Clients at a time; more are refused",
            HelpName = "N",
            CustomParser = OptionValues.Whole(1, 10_000),
            DefaultValueFactory = _ => new BenchServerOptions().MaxClients,
        };
        var maxConnections = new Option<int>("--max-connections")
        {
            Description = "Connections of a test at a time",
            HelpName = "N",
            CustomParser = OptionValues.Whole(1, 1_000_000),
            DefaultValueFactory = _ => new BenchServerOptions().MaxConnections,
        };
        var command = new ExampleCommand("server", "Serve the tests that clients ask for, of all kinds, until Ctrl-C")
        {
            Examples =
            [
                new($"{prefix} server", $"on port {BenchPlan.StandardPort} of all addresses"),
                new($"{prefix} server --listen 2001:db8::5 --test-ports 7101-7116", "behind a firewall that lets these through"),
            ],
        };
        foreach (Option option in (Option[])[listen, port, testPorts, maxClients, maxConnections])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            (int first, int last) = parsed.GetValue(testPorts) is { } range ? ParsePorts(range) : (0, 0);
            var options = new BenchServerOptions
            {
                Address = parsed.GetValue(listen),
                Port = parsed.GetValue(port),
                FirstTestPort = first,
                LastTestPort = last,
                MaxClients = parsed.GetValue(maxClients),
                MaxConnections = parsed.GetValue(maxConnections),
            };
            BenchServer server = Bind(options);
            await using (server.ConfigureAwait(false))
            {
                context.Out.WriteLine($"listening on {server.LocalEndPoint}");
                context.Out.Flush();
                await server.ServeAsync(line => context.Error.WriteLine(line), cancellationToken).ConfigureAwait(false);
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static BenchServer Bind(BenchServerOptions options)
    {
        try
        {
            return BenchServer.Bind(options);
        }
        catch (SocketException exception)
        {
            throw new RunFailedException(
                $"cannot listen on port {options.Port}: {exception.Message}; 'ss -ltnp' shows what listens, 'ip address' which addresses there are", exception);
        }
    }

    private static IPAddress? ParseAddress(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address))
        {
            return address;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not an address");
        return null;
    }

    private static (int First, int Last) ParsePorts(string text)
    {
        string[] ends = text.Split('-');
        return ends.Length == 2 && TryPort(ends[0], out ushort first) && TryPort(ends[1], out ushort last) && first > 0 && first <= last
            ? (first, last)
            : throw new UsageException($"--test-ports takes two ports, such as 7101-7116, not '{text}'");
    }

    private static bool TryPort(string text, out ushort port) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
}
