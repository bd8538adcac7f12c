// SPDX-License-Identifier: MIT
using System.ComponentModel;
using System.Diagnostics;

namespace PreserveStack.Bench.Environments;

/// <summary>Asks iproute2 and ethtool, which know every kind of queue and offload.</summary>
internal static class NetworkTools
{
    private const string On = ": on";

    private static readonly string[] Features =
    [
        "tx-checksumming", "rx-checksumming", "scatter-gather", "tcp-segmentation-offload", "generic-segmentation-offload", "generic-receive-offload",
        "large-receive-offload",
    ];

    /// <summary>The offloads that are on, out of those that matter to TCP.</summary>
    /// <returns>Null where ethtool is not installed or does not know.</returns>
    public static string? Offloads(string device)
    {
        if (Run("ethtool", "-k", device) is not { } text)
        {
            return null;
        }

        string[] lines = text.Split("; ");
        return string.Join(' ', Features.Where(feature => lines.Any(line => line.StartsWith(feature + On, StringComparison.Ordinal)))) is { Length: > 0 } on
            ? on
            : "none";
    }

    /// <summary>What a tool prints, its lines joined by "; ".</summary>
    /// <returns>Null where it is not installed or fails.</returns>
    public static string? Run(string tool, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string[] lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            process.WaitForExit();
            return process.ExitCode == 0 ? string.Join("; ", lines) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
