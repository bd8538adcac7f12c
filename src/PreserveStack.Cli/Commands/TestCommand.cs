// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Cli.Terminals;
using PreserveStack.Cli.Testing;
using PreserveStack.Module;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve test</c></summary>
internal static class TestCommand
{
    private const string Debug = "debug";
    private const string Smp = "smp";

    public static Command Create(CliServices services, CommonOptions common)
    {
        var debug = new Option<bool>("--debug")
        {
            Description = "Only the scenarios, on the kernel with KASAN, lockdep and atomic-sleep checks",
        };
        var smp = new Option<bool>("--smp")
        {
            Description = "Only the scenarios that look for races, on a stock kernel with 2 processors",
        };
        var filter = new Option<string?>("--filter")
        {
            Description = "Only the .NET tests that match, such as FullyQualifiedName~Failover or a part of a name",
            HelpName = "EXPRESSION",
        };
        var command = new ExampleCommand("test", "Run all tests: codec, parsers, command line, style, and the scenarios in machines")
        {
            Examples =
            [
                new("preserve test", "everything; the last line is 'N passed, N failed'"),
                new("preserve test --filter Scenarios", "only the tests with that in their name"),
                new("preserve test --debug", "the scenarios on the debug kernel"),
            ],
        };
        command.Options.Add(debug);
        command.Options.Add(smp);
        command.Options.Add(filter);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(debug) && parsed.GetValue(smp))
            {
                throw new UsageException("--debug and --smp are two runs: give one of them");
            }

            var workspace = new Workspace(services.Root
                ?? throw new MissingPrerequisiteException("there is no checkout to test: run the script 'preserve' of a checkout"));
            LabSession.Open(services);
            string? mode = parsed.GetValue(debug) ? Debug : parsed.GetValue(smp) ? Smp : null;
            bool asJson = parsed.GetValue(common.Json);
            Terminal terminal = services.Terminal;
            var progress = asJson
                ? new TestProgress(terminal.Error, terminal, terminal.ErrorIsLive)
                : new TestProgress(terminal.Out, terminal, terminal.OutIsLive);
            IReadOnlyList<SuiteResult> results = await new TestRun(progress).RunAsync(
                new TestBuild(workspace),
                TestPlan.For(workspace, new TestSelection(mode, parsed.GetValue(filter))),
                cancellationToken).ConfigureAwait(false);
            return Conclude(terminal.Out, results, asJson);
        });
        return command;
    }

    internal static int Conclude(TextWriter output, IReadOnlyList<SuiteResult> results, bool asJson)
    {
        int passed = results.Sum(result => result.Passed);
        int failed = results.Sum(result => result.Failed);
        int skipped = results.Sum(result => result.Skipped);
        if (asJson)
        {
            output.WriteLine(Json.Document(new { passed, failed, skipped, Suites = results }));
        }
        else
        {
            output.Write(skipped == 0 ? "" : $"{skipped} skipped\n");
            output.WriteLine($"{passed} passed, {failed} failed");
        }

        return failed == 0 && passed > 0 ? ExitStatus.Success : ExitStatus.Failure;
    }
}
