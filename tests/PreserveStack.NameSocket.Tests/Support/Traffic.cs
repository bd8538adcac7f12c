// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Tests;

/// <summary>Bytes that tell where they belong, so that every one can be checked.</summary>
internal static class Traffic
{
    internal static byte ByteAt(long position, int salt) => (byte)((position * 31) + (position >> 8) + (position >> 16) + salt);

    internal static void Fill(Span<byte> target, long position, int salt)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = ByteAt(position + i, salt);
        }
    }

    /// <summary>Sends so many bytes in pieces of random size, then the end.</summary>
    internal static async Task SendAsync(NameSocket socket, long length, int salt, Random random, Action<long>? progress = null, CancellationToken ct = default)
    {
        var buffer = new byte[20_000];
        for (long position = 0; position < length;)
        {
            var count = (int)Math.Min(random.Next(1, buffer.Length), length - position);
            Fill(buffer.AsSpan(0, count), position, salt);
            await socket.WriteAsync(buffer.AsMemory(0, count), ct);
            position += count;
            progress?.Invoke(position);
        }

        socket.ShutdownSend();
    }

    /// <summary>Receives to the end and checks every byte.</summary>
    /// <returns>Bytes received.</returns>
    internal static async Task<long> ReceiveAsync(NameSocket socket, int salt, Random random, Action<long>? progress = null, CancellationToken ct = default)
    {
        var buffer = new byte[30_000];
        long position = 0;
        while (true)
        {
            var count = await socket.ReadAsync(buffer.AsMemory(0, random.Next(1, buffer.Length)), ct);
            if (count == 0)
            {
                return position;
            }

            for (var i = 0; i < count; i++)
            {
                if (buffer[i] != ByteAt(position + i, salt))
                {
                    throw new InvalidDataException($"byte {position + i} is wrong");
                }
            }

            position += count;
            progress?.Invoke(position);
        }
    }
}
