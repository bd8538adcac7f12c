// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Reports;

/// <summary>The keys of downloads as readers of a table call them.</summary>
internal static class TableWords
{
    /// <summary>A key.</summary>
    public static string Key(string key) => key switch
    {
        "proxies" => "Proxies",
        "limit_kBps" => "Limit of each path, kB/s",
        "limit1_kBps" => "Limit of the first path, kB/s",
        "weights" => "Weights, first path : others",
        "buffer" => "Buffer, packets",
        "peer" => "Kind of connection",
        _ => key,
    };
}
