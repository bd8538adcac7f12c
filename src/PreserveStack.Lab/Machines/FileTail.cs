// SPDX-License-Identifier: MIT
using System.Buffers;

namespace PreserveStack.Lab.Machines;

/// <summary>Follows a file that a machine writes, and keeps what it read.</summary>
/// <param name="path">The file; it may not exist yet.</param>
/// <param name="received">Told of each piece.</param>
internal sealed class FileTail(string path, SpanReceiver received)
{
    private const int BufferSize = 1 << 16;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(30);

    private readonly ArrayBufferWriter<byte> _all = new();

    /// <summary>All that was read.</summary>
    public ReadOnlyMemory<byte> All => _all.WrittenMemory;

    /// <summary>Reads until the machine has ended, and then the rest.</summary>
    public async Task FollowAsync(Task ended)
    {
        long position = 0;
        byte[] buffer = new byte[BufferSize];
        bool last;
        do
        {
            last = ended.IsCompleted;
            position = Read(position, buffer);
            if (!last)
            {
                await Task.WhenAny(ended, Task.Delay(Poll)).ConfigureAwait(false);
            }
        }
        while (!last);
    }

    private long Read(long position, byte[] buffer)
    {
        if (!File.Exists(path))
        {
            return position;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        stream.Position = position;
        int count;
        while ((count = stream.Read(buffer)) > 0)
        {
            _all.Write(buffer.AsSpan(0, count));
            received(buffer.AsSpan(0, count));
            position += count;
        }

        return position;
    }
}
