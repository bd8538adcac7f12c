// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>Reads the fields of a DNS message that nobody vouches for: everything is checked against its end.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message, int position)
{
    private const int MaxName = 255;

    // As many as a name can have labels; a longer chain only costs time.
    private const int MaxPointers = 127;
    private readonly ReadOnlySpan<byte> _message = message;

    public int Position { get; private set; } = position;

    public bool TryReadUInt16(out ushort value)
    {
        bool fits = Position + 2 <= _message.Length;
        value = fits ? BinaryPrimitives.ReadUInt16BigEndian(_message[Position..]) : (ushort)0;
        Position += fits ? 2 : 0;
        return fits;
    }

    public bool TrySkip(int count)
    {
        bool fits = count <= _message.Length - Position;
        Position += fits ? count : 0;
        return fits;
    }

    public bool TryReadBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        int start = Position;
        bool fits = TrySkip(count);
        bytes = fits ? _message.Slice(start, count) : default;
        return fits;
    }

    /// <summary>
    /// Reads a name, compressed or not (RFC 1035 section 4.1.4), without the last dot. Pointers must lead back before
    /// all that was read of the name, so they cannot run in circles.
    /// </summary>
    public bool TryReadName([NotNullWhen(true)] out string? name)
    {
        name = null;
        var text = new StringBuilder();
        int at = Position;
        int lowest = Position;
        int after = -1;
        int pointers = 0;
        for (int wire = 1; at < _message.Length;)
        {
            int length = _message[at];
            if (length == 0)
            {
                Position = after < 0 ? at + 1 : after;
                name = text.ToString();
                return true;
            }

            if (length >= 0xc0)
            {
                if (at + 1 >= _message.Length)
                {
                    return false;
                }

                after = after < 0 ? at + 2 : after;
                at = ((length & 0x3f) << 8) | _message[at + 1];
                if (at >= lowest || ++pointers > MaxPointers)
                {
                    return false;
                }

                lowest = at;
                continue;
            }

            wire += length + 1;
            if (length > 63 || wire > MaxName || at + 1 + length > _message.Length || !TryAppend(text, _message.Slice(at + 1, length)))
            {
                return false;
            }

            at += length + 1;
        }

        return false;
    }

    // Anything else than visible ASCII, and a dot within a label, would name something else when it is looked up again.
    private static bool TryAppend(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (label.ContainsAnyExceptInRange((byte)'!', (byte)'~') || label.Contains((byte)'.'))
        {
            return false;
        }

        text.Append(text.Length == 0 ? "" : ".").Append(Encoding.ASCII.GetString(label));
        return true;
    }
}
