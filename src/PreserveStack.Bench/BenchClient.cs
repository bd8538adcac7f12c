// SPDX-License-Identifier: MIT
using PreserveStack.Bench.Control;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Results;
using PreserveStack.Bench.Running;

namespace PreserveStack.Bench;

/// <summary>Measures against a <see cref="BenchServer"/>.</summary>
/// <param name="plan">What to do.</param>
public sealed class BenchClient(BenchPlan plan)
{
    /// <summary>Runs all repeats of all cases.</summary>
    /// <param name="report">Told what happens, in the order of time; null for nobody. Not told the result.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BenchException">The plan makes no sense, or something failed; figures of half a run are not given.</exception>
    public async Task<BenchResult> RunAsync(Action<BenchEvent>? report, CancellationToken cancellationToken)
    {
        plan.Validate();
        using var instructions = new InstructionCounter();
        var meter = new ProcessMeter(instructions);
        ControlClient control = await ControlClient.ConnectAsync(plan.Host, plan.Port, cancellationToken).ConfigureAwait(false);
        await using (control.ConfigureAwait(false))
        {
            BenchEnvironment own = EnvironmentReader.Read(control.Local, instructions.Description);
            IReadOnlyList<(BenchCase Case, int Repeat)> turns = Turns();
            report?.Invoke(new StartEvent { Plan = plan, Measurements = turns.Count, Client = own, Server = control.ServerEnvironment });
            List<Measurement> measurements = [];
            foreach ((BenchCase cell, int number) in turns)
            {
                Measurement measurement = await new Repeat(plan, cell, number, control, meter).RunAsync(report, cancellationToken).ConfigureAwait(false);
                measurements.Add(measurement);
                report?.Invoke(new RepeatEvent { Measurement = measurement });
            }

            return new BenchResult
            {
                Plan = plan,
                Client = own,
                Server = control.ServerEnvironment,
                Cases = ResultSummary.Of(plan, measurements),
                Measurements = measurements,
                Warnings = ResultSummary.Warnings(plan, measurements),
            };
        }
    }

    /// <summary>By turns: each transport once, then all again.</summary>
    internal IReadOnlyList<(BenchCase Case, int Repeat)> Turns() =>
    [
        .. from repeat in Enumerable.Range(1, plan.Repeats)
           from size in plan.Test == BenchTest.Rate ? [1] : plan.Sizes
           from transport in plan.Transports
           select (new BenchCase(plan.Test, transport, size, plan.Connections, plan.Reverse), repeat),
    ];
}
