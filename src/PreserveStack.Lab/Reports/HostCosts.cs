// SPDX-License-Identifier: MIT
using PreserveStack.Bench;
using PreserveStack.Bench.Comparing;
using PreserveStack.Bench.Results;

namespace PreserveStack.Lab.Reports;

/// <summary>What was measured on real hosts, with plain TCP beside it, as figures of the history.</summary>
internal static class HostCosts
{
    /// <summary>The files of a release's folder that are read.</summary>
    internal const string Files = "bench*.ndjson";

    /// <summary>Reads the last result of a file of <c>preserve bench</c>.</summary>
    /// <exception cref="LabUsageException">There is none, or plain TCP is not the first of its transports.</exception>
    internal static IEnumerable<RecordedCost> Read(string release, string file)
    {
        try
        {
            var result = ResultFile.Read(file)[^1];
            return result.Cases[0].Case.Transport == BenchTransport.Tcp
                ? [.. result.Cases.Where(cell => cell.Ratios is not null).Select(cell => CostOf(release, result, cell))]
                : throw new LabUsageException($"{file} has no plain TCP to compare with: measure with --transport tcp,...");
        }
        catch (BenchException exception)
        {
            throw new LabUsageException(exception.Message);
        }
    }

    private static RecordedCost CostOf(string release, BenchResult result, CaseResult cell)
    {
        var (test, transport, size, connections, reverse) = cell.Case;
        var figure = MetricNames.MainOf(test);
        var kernel = result.Client.Facts.GetValueOrDefault("kernel", "unknown kernel");
        var name = $"{test}_{size}".ToLowerInvariant() + (connections > 1 ? $"_x{connections}" : "") + (reverse ? "_reverse" : "");
        return new RecordedCost(
            release, $"host, {kernel}", name, transport.ToString().ToLowerInvariant(), cell.Metrics[figure].Median, cell.Ratios![figure].Median);
    }
}
