// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Experiments.Downloads;

/// <summary>The keys that every experiment of downloads has among its settings.</summary>
internal static class DownloadKeys
{
    public const string Table = "table";
    public const string Family = "family";
    public const string TwoWay = "two_way";
    public const string Proxies = "proxies";
    public const string Limit = "limit_kBps";
    public const string FirstLimit = "limit1_kBps";
    public const string Weights = "weights";
    public const string Mode = "mode";
    public const string Buffer = "buffer";
    public const string Peer = "peer";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Table, Family, TwoWay, Proxies, Limit, FirstLimit, Weights, Mode, Buffer, Peer];

    /// <summary>Those that differ between the cells of a table.</summary>
    public static IReadOnlyList<string> OfCells { get; } = [Proxies, Limit, FirstLimit, Weights, Mode, Buffer, Peer];
}
