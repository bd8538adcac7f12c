// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Parsing;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Cli.Terminals;
using PreserveStack.Cli.Testing;
using PreserveStack.Module;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve test</c></summary>
internal static class TestCommand
{
    public static Command Create(CliServices services, CommonOptions common)
    {
        var all = new Option<bool>("--all")
        {
            Description = "The whole matrix: every case on every kernel; goes on where it stopped",
        };
        var debug = new Option<bool>("--debug")
        {
            Description = "Of the matrix, the scenarios on the kernel with KASAN, lockdep and atomic-sleep checks",
        };
        var smp = new Option<bool>("--smp")
        {
            Description = "Of the matrix, the scenarios that look for races, on stock kernels with 2 processors",
        };
        var fresh = new Option<bool>("--fresh")
        {
            Description = "Forget which runs of the matrix passed before",
        };
        var filter = new Option<string?>("--filter")
        {
            Description = "Only the .NET tests that match, such as FullyQualifiedName~Failover or a part of a name",
            HelpName = "EXPRESSION",
        };
        filter.Validators.Add(RefuseQuotes);
        var command = new ExampleCommand("test", "Run all tests: codec, parsers, command line, style, and the scenarios in machines")
        {
            Examples =
            [
                new("preserve test", "each case on one kernel, another one with each commit; the last line is 'N passed, N failed'"),
                new("preserve test --all", "each case on every kernel; after an interruption, the rest"),
                new("preserve test --filter Scenarios", "only the tests with that in their name"),
                new("preserve test --debug", "the scenarios on the debug kernel"),
            ],
        };
        command.Options.Add(all);
        command.Options.Add(debug);
        command.Options.Add(smp);
        command.Options.Add(fresh);
        command.Options.Add(filter);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var workspace = new Workspace(services.Root
                ?? throw new MissingPrerequisiteException("there is no checkout to test: run the script 'preserve' of a checkout"));
            LabSession.Open(services);
            var selection = new TestSelection(parsed.GetValue(filter))
            {
                All = parsed.GetValue(all),
                Debug = parsed.GetValue(debug),
                Smp = parsed.GetValue(smp),
            };
            if (parsed.GetValue(fresh))
            {
                TestMemory.Forget();
            }

            bool asJson = parsed.GetValue(common.Json);
            Terminal terminal = services.Terminal;
            var progress = asJson
                ? new TestProgress(terminal.Error, terminal, terminal.ErrorIsLive)
                : new TestProgress(terminal.Out, terminal, terminal.OutIsLive);
            IReadOnlyList<SuiteResult> results = await new TestRun(progress).RunAsync(
                new TestBuild(workspace),
                TestPlan.For(workspace, selection),
                cancellationToken).ConfigureAwait(false);
            return Conclude(terminal.Out, results, asJson);
        });
        return command;
    }

    // Each test project would fail at them in its own way, most by a message of MSBuild.
    private static void RefuseQuotes(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && text.AsSpan().ContainsAny('"', '\''))
        {
            result.AddError($"--filter takes no quotes inside, as in {text}: of a name that has some take a part without them");
        }
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
