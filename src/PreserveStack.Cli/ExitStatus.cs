// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli;

/// <summary>What the process returns.</summary>
public static class ExitStatus
{
    /// <summary>It worked.</summary>
    public const int Success = 0;

    /// <summary>The command line, a key or a value is wrong.</summary>
    public const int Usage = 1;

    /// <summary>The run or the kernel failed.</summary>
    public const int Failure = 2;

    /// <summary>A comparison found a figure that is worse than it may be.</summary>
    public const int Regression = 3;

    /// <summary>Skipped, because something is missing.</summary>
    public const int Missing = 4;

    /// <summary>Stopped by Ctrl-C, as shells report it.</summary>
    public const int Interrupted = 130;
}
