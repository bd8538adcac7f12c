// SPDX-License-Identifier: MIT
using System.Buffers.Binary;

namespace PreserveStack.SessionProbe;

/// <summary>What the two ends of a session send. The client tells the server by its first bytes.</summary>
/// <param name="ClientSends">Whether the client does.</param>
/// <param name="ServerSends">Whether the server does.</param>
/// <param name="Chunk">Bytes of one write.</param>
/// <param name="Interval">Time between writes; zero for as fast as they are taken.</param>
/// <param name="Duration">Time after which both end their direction.</param>
internal sealed record Plan(bool ClientSends, bool ServerSends, int Chunk, TimeSpan Interval, TimeSpan Duration)
{
    /// <summary>Bytes of a plan on the wire.</summary>
    public const int Length = 16;

    private const int MostChunk = 1024 * 1024;

    /// <summary>Reads the arguments of the client, NAME=VALUE; times are in milliseconds.</summary>
    /// <exception cref="FormatException">A value is out of its bounds.</exception>
    public static Plan Of(Arguments arguments)
    {
        string traffic = arguments.Text("traffic", "both");
        if (traffic is not ("send" or "receive" or "both"))
        {
            throw new FormatException($"traffic is send, receive or both, not '{traffic}'");
        }

        return new Plan(
            traffic is "send" or "both",
            traffic is "receive" or "both",
            arguments.Number("chunk", 8192, 1, MostChunk),
            TimeSpan.FromMilliseconds(arguments.Number("interval", 20, 0, int.MaxValue)),
            TimeSpan.FromMilliseconds(arguments.Number("duration", 4000, 1, int.MaxValue)));
    }

    /// <summary>Writes it.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, (ClientSends ? 1 : 0) | (ServerSends ? 2 : 0));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), Chunk);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), (int)Interval.TotalMilliseconds);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), (int)Duration.TotalMilliseconds);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static Plan Read(ReadOnlySpan<byte> bytes)
    {
        int flags = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return new Plan(
            (flags & 1) != 0,
            (flags & 2) != 0,
            BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
            TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt32BigEndian(bytes[8..])),
            TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt32BigEndian(bytes[12..])));
    }
}
