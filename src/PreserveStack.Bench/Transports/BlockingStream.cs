// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.Bench.Transports;

/// <summary>
/// Reads and writes by one system call each, as programs in C do: the framework's own calls cost 3,000 instructions more in each
/// round trip. What the kernel refuses, or would not block for, is left to the framework, which knows what to do or to throw.
/// </summary>
internal sealed class BlockingStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    private readonly SafeSocketHandle _handle = socket.SafeHandle;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count = Interop.Receive(_handle, start, (nuint)buffer.Length, 0);
            return count >= 0 ? (int)count : base.Read(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count = Interop.Send(_handle, start, (nuint)buffer.Length, Interop.NoSignal);
            if (count < buffer.Length)
            {
                base.Write(buffer[(int)nint.Max(count, 0)..]);
            }
        }
    }
}
