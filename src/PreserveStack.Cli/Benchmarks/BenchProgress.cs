// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Bench.Results;

namespace PreserveStack.Cli.Benchmarks;

/// <summary>A line per repeat on standard error.</summary>
internal sealed class BenchProgress(TextWriter error)
{
    private int _total;
    private int _done;

    public void Show(BenchEvent happening)
    {
        if (happening is StartEvent start)
        {
            _total = start.Measurements;
        }
        else if (happening is RepeatEvent { Measurement: { } measurement })
        {
            string size = measurement.Case.Test == Bench.BenchTest.Rate ? "" : string.Create(CultureInfo.InvariantCulture, $" {measurement.Case.SizeBytes} B");
            error.WriteLine($"{++_done}/{_total} {BenchTable.Name(measurement.Case.Transport)}{size}: {BenchTable.Headline(measurement)}");
        }
    }
}
