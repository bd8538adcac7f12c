// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench;

/// <summary>What a server never does, whoever asks.</summary>
internal static class TestLimits
{
    /// <summary>Bytes of a write or request.</summary>
    public const int LargestSize = 16 * 1024 * 1024;

    /// <summary>Bytes of all buffers of one test.</summary>
    public const long LargestBuffers = 256L * 1024 * 1024;

    /// <summary>Addresses that connections come from.</summary>
    public const int MostSources = 256;
}
