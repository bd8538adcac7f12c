// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Benchmarks.Ratios;

/// <summary>Prints what sessions cost, as ratios to plain sockets.</summary>
internal static class RatioCommand
{
    private const int DefaultRounds = 21;
    private static readonly TimeSpan DefaultSample = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs it.</summary>
    /// <param name="args">Rounds, milliseconds per sample and a part of the cases' names, all optional.</param>
    /// <returns>Exit status: 1 if the arguments are wrong.</returns>
    internal static async Task<int> RunAsync(string[] args)
    {
        int rounds = DefaultRounds;
        int sample = (int)DefaultSample.TotalMilliseconds;
        if ((args.Length > 0 && !IsPositive(args[0], out rounds)) || (args.Length > 1 && !IsPositive(args[1], out sample)) || args.Length > 3)
        {
            await Console.Error.WriteLineAsync("usage: ratios [ROUNDS [MILLISECONDS_PER_SAMPLE [CASE]]]").ConfigureAwait(false);
            return 1;
        }

        Console.WriteLine($"{".NET " + Environment.Version}, {Environment.ProcessorCount} processors, {rounds} rounds of {sample} ms; median (middle half)");
        Console.WriteLine($"{"case",-22}{"transport",-10}{"us/op",10}  {"rate / plain",-22}{"processor time / plain"}");
        foreach (var item in RatioCase.All.Where(c => args.Length < 3 || c.Name.Contains(args[2], StringComparison.Ordinal)))
        {
            foreach (var (transport, result) in await item.RunAsync(rounds, TimeSpan.FromMilliseconds(sample)).ConfigureAwait(false))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{item.Name,-22}{transport,-10}{result.Microseconds,10:0.00}  {result.Rate,-22}{result.Processor}"));
            }
        }

        return 0;
    }

    private static bool IsPositive(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
}
