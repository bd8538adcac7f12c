// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>Limits of paths. 1 kB is 1000 bytes, of frames as they are on the wire.</summary>
internal static class PathLimits
{
    /// <summary>A limit as a topology writes it.</summary>
    public static string Rate(string kiloBytesPerSecond)
        => string.Create(CultureInfo.InvariantCulture, $"{8 * int.Parse(kiloBytesPerSecond, CultureInfo.InvariantCulture)}kbit");

    /// <summary>What all paths of a run carry together, in kB/s, but not more than the interface behind them.</summary>
    public static double Sum(IReadOnlyDictionary<string, string> values, int ethernet)
    {
        var others = int.Parse(values[DownloadKeys.Proxies], CultureInfo.InvariantCulture) - 1;
        var sum = Number(values, DownloadKeys.FirstLimit) + others * Number(values, DownloadKeys.Limit);
        return Math.Min(sum, ethernet);
    }

    private static double Number(IReadOnlyDictionary<string, string> values, string key) => double.Parse(values[key], CultureInfo.InvariantCulture);
}
