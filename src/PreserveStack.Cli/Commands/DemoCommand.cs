// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Demo;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve demo</c></summary>
internal static class DemoCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var machine = new MachineOptionSet();
        var builtIn = new DemoOptions();
        Option<string[]> peers = List("--peer", "Peers to show, separated by commas", "PEERS", builtIn.Peers);
        Option<string[]> cuts = List("--cut", "Cuts to show, separated by commas", "CUTS", builtIn.Cuts);
        var topology = new Option<string>("--topology")
        {
            Description = "Where it happens",
            HelpName = "NAME",
            DefaultValueFactory = _ => builtIn.Topology,
        };
        var jobs = LabOptions.Jobs();
        var folder = LabOptions.Out("Put the results and report.html there; default is a new folder");
        var command = new ExampleCommand("demo", "Watch a live TCP connection lose its link and go on, beside plain TCP and MPTCP")
        {
            Examples =
            [
                new("preserve demo", "plain TCP, MPTCP and PreserveStack, two kinds of cut"),
                new("preserve demo --cut address-removed,far-link", "other cuts"),
                new("preserve demo --peer preserve,mptcp-backup --kernel 6.12", "other peers, another kernel"),
            ],
        };
        machine.AddTo(command);
        foreach (Option option in new Option[] { peers, cuts, topology, jobs, folder })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            LabSession session = LabSession.Open(services);
            DemoOptions options = builtIn with
            {
                Peers = parsed.GetValue(peers)!,
                Cuts = parsed.GetValue(cuts)!,
                Topology = parsed.GetValue(topology)!,
                Machine = machine.Read(parsed, session.Defaults),
                Jobs = parsed.GetValue(jobs) ?? session.Defaults.Jobs ?? builtIn.Jobs,
                OutputDirectory = parsed.GetValue(folder),
            };
            if (parsed.GetValue(common.Json))
            {
                ExperimentResult only = await RunsProgress.ShowAsync(
                    services.Terminal, progress => session.Lab.DemoAsync(options, null, progress, cancellationToken)).ConfigureAwait(false);
                services.Terminal.Out.WriteLine(only.ToJson());
                return ExitStatus.Success;
            }

            var board = new TimelineBoard(options.Peers, options.Cuts);
            var view = new DemoView(services.Terminal, board);
            ExperimentResult result = await view.ShowAsync(
                (timeline, progress) => session.Lab.DemoAsync(options, timeline, progress, cancellationToken)).ConfigureAwait(false);
            services.Terminal.Out.WriteLine();
            RunTable.Write(services.Terminal.Out, result, board.Tracks);
            return ExitStatus.Success;
        });
        return command;
    }

    private static Option<string[]> List(string name, string description, string helpName, IReadOnlyList<string> values) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => [.. values],
        CustomParser = OptionValues.Words,
    };
}
