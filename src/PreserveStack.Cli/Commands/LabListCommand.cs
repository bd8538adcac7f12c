// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Cli.Services;
using PreserveStack.Lab;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve lab list</c></summary>
internal static class LabListCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var command = new ExampleCommand("list", "Show the topologies and the experiments, and what can be set")
        {
            Examples =
            [
                new("preserve lab list", "everything there is"),
                new("preserve lab list --json | jq '.experiments[].settings'", "the keys of --set"),
            ],
        };
        command.SetAction(parsed =>
        {
            ILab lab = LabSession.Open(services).Lab;
            IReadOnlyList<TopologyListing> topologies = lab.ListTopologies();
            IReadOnlyList<ExperimentListing> experiments = lab.ListExperiments();
            TextWriter output = services.Terminal.Out;
            if (parsed.GetValue(common.Json))
            {
                output.WriteLine(Json.Document(new { topologies, experiments }));
                return ExitStatus.Success;
            }

            foreach (TopologyListing topology in topologies)
            {
                output.WriteLine($"topology {topology.Name}: {topology.Summary}");
                output.WriteLine($"  faults: {string.Join(", ", topology.Faults)}");
                WriteKeys(output, topology.Parameters);
            }

            foreach (ExperimentListing experiment in experiments)
            {
                output.WriteLine($"experiment {experiment.Name}: {experiment.Summary}");
                WriteKeys(output, experiment.Settings);
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static void WriteKeys(TextWriter output, IReadOnlyList<KeyListing> keys)
    {
        var table = new TextTable("  --set", "default", "allowed", "meaning");
        foreach (KeyListing key in keys)
        {
            table.Add($"  {key.Name}", key.Default, key.Allowed, key.Help);
        }

        table.Write(output);
        output.WriteLine();
    }
}
