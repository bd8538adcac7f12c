// SPDX-License-Identifier: MIT
using PreserveStack.Lab;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Scenarios;

/// <summary>Boots a machine for a run, and judges what it says.</summary>
internal static class ScenarioRunner
{
    private const int MachinesAtOnce = 2;
    private const int ShownLines = 120;

    private static readonly SemaphoreSlim Slots = new(MachinesAtOnce);
    private static readonly PassedRuns Passed = PassedRuns.Find();
    private static readonly LabRunner Lab = new(MachineFactory.Create);

    /// <summary>Passes when every check of the script did and the kernel had nothing to complain about.</summary>
    public static async Task RunAsync(ScenarioRun run)
    {
        if (run.IsWhole && await Passed.ContainsAsync(run).ConfigureAwait(false))
        {
            return;
        }

        var options = new ExecOptions
        {
            Machine = ScenarioMachine.Options(run.Machine),
            Parameters = run.Case.Parameters,
            PlainHosts = run.Case.PlainHosts,
            WithHostRoot = false,
        };
        await Slots.WaitAsync().ConfigureAwait(false);
        try
        {
            var result = await Lab.ExecAsync(run.Scenario.Topology, options, [run.Scenario.Path, .. run.Arguments], null, CancellationToken.None)
                .ConfigureAwait(false);
            var warnings = KernelConsole.Warnings(result.Console);
            if (result.ExitStatus != 0 || warnings.Count > 0)
            {
                Assert.Fail(Explain(run, result, warnings));
            }

            var took = ScenarioClock.Milliseconds(result.StandardOutput);
            if (ScenarioClock.Complaint(run, took) is { } complaint)
            {
                Assert.Fail($"{run.Name} on {run.Machine} {complaint}");
            }

            await Passed.AddAsync(run, took, result.Files).ConfigureAwait(false);
        }
        catch (MachineException exception)
        {
            Assert.Fail($"{run.Name} on {run.Machine}: {exception.Message}");
        }
        finally
        {
            Slots.Release();
        }
    }

    private static string Explain(ScenarioRun run, GuestResult result, IReadOnlyList<string> warnings)
    {
        var output = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var sections = new List<string>
        {
            $"{run.Name} on {run.Machine} ({string.Join(' ', run.Arguments)}): exit status {result.ExitStatus}, {warnings.Count} warnings of the kernel",
            string.Join('\n', output.Where(line => line.StartsWith("not ok", StringComparison.Ordinal))),
            string.Join("\n\n", warnings),
            "--- output:\n" + string.Join('\n', output.TakeLast(ShownLines)),
            "--- errors:\n" + string.Join('\n', result.StandardError.Split('\n').TakeLast(ShownLines)),
            "--- console:\n" + KernelConsole.LastLines(result.Console),
        };
        return string.Join("\n", sections.Where(section => section.Length > 0));
    }
}
