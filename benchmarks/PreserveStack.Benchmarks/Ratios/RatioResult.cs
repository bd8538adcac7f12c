// SPDX-License-Identifier: MIT
namespace PreserveStack.Benchmarks.Ratios;

/// <summary>What one transport did in a case.</summary>
/// <param name="Microseconds">Per operation.</param>
/// <param name="Rate">Operations per second, as a part of those over plain sockets in the same round.</param>
/// <param name="Processor">Processor time per operation, as a multiple of that of plain sockets in the same round.</param>
internal sealed record RatioResult(double Microseconds, Quartiles Rate, Quartiles Processor)
{
    internal static RatioResult Of(IReadOnlyList<Sample> samples, IReadOnlyList<Sample> plain, int operations) => new(
        Quartiles.Of(samples.Select(s => s.Elapsed.TotalMicroseconds / operations)).Median,
        Quartiles.Of(samples.Zip(plain, (s, p) => p.Elapsed / s.Elapsed)),
        Quartiles.Of(samples.Zip(plain, (s, p) => s.Processor / p.Processor)));
}
