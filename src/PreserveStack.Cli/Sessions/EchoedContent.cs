// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Sessions;

/// <summary>Bytes that tell where they belong: none can be lost, doubled or moved unseen.</summary>
internal static class EchoedContent
{
    /// <summary>Writes what belongs at a position.</summary>
    public static void Fill(Span<byte> target, long position)
    {
        for (int i = 0; i < target.Length; i++)
        {
            long at = position + i;
            target[i] = (byte)((at * 31) + (at >> 8) + (at >> 16) + (at >> 32));
        }
    }
}
