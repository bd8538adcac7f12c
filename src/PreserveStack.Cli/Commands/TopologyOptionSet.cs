// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Lab;
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Cli.Commands;

/// <summary>What <c>lab exec</c> and <c>lab shell</c> have in common: a topology, a machine, and where the module is.</summary>
internal sealed class TopologyOptionSet
{
    private readonly MachineOptionSet _machine = new();

    private readonly Option<string[]> _parameters = LabOptions.Set("Override a parameter of the topology, such as rate or delay; may be repeated");

    private readonly Option<bool> _noModule = new("--no-module")
    {
        Description = "Do not load the module",
    };

    private readonly Option<string[]> _plainHosts = new("--plain")
    {
        Description = "Leave the module disabled in HOST; may be repeated",
        HelpName = "HOST",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _noHostRoot = new("--no-host-root")
    {
        Description = "Hide the host's programs; reading them makes simulated time jump",
    };

    public Argument<string> Topology { get; } = new("TOPOLOGY")
    {
        Description = "Name of a topology ('preserve lab list'), or path of a YAML file",
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Topology);
        _machine.AddTo(command);
        command.Options.Add(_parameters);
        command.Options.Add(_noModule);
        command.Options.Add(_plainHosts);
        command.Options.Add(_noHostRoot);
    }

    public ExecOptions Read(ParseResult parsed, LabSession session) => new()
    {
        Machine = _machine.Read(parsed, session.Defaults),
        Parameters = ExperimentSettings.ParseValues(parsed.GetValue(_parameters)!)
            .ToDictionary(pair => pair.Key, pair => string.Join(',', pair.Value)),
        NoModule = parsed.GetValue(_noModule),
        PlainHosts = parsed.GetValue(_plainHosts)!,
        WithHostRoot = !parsed.GetValue(_noHostRoot),
    };
}
