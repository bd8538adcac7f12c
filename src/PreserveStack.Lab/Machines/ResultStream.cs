// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Text;

namespace PreserveStack.Lab.Machines;

/// <summary>Reads what init hands back; vm/init/result.h has the format.</summary>
/// <param name="ExitStatus">Of the job's script.</param>
/// <param name="Files">What it left in /job/out.</param>
/// <param name="KernelLog">The kernel's log at the end.</param>
internal sealed record ResultStream(int ExitStatus, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files, string KernelLog)
{
    private const int HeaderSize = 13;
    private const byte Status = (byte)'S';
    private const byte File = (byte)'F';
    private const byte Log = (byte)'L';
    private const byte End = (byte)'E';

    /// <summary>Reads a whole stream; null when it does not reach its end, so that the machine must have died.</summary>
    public static ResultStream? TryParse(ReadOnlyMemory<byte> data)
    {
        int? exitStatus = null;
        string log = string.Empty;
        Dictionary<string, ReadOnlyMemory<byte>> files = [];
        while (data.Length >= HeaderSize)
        {
            byte kind = data.Span[0];
            uint nameLength = BinaryPrimitives.ReadUInt32LittleEndian(data.Span[1..]);
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(data.Span[5..]);
            data = data[HeaderSize..];
            if (nameLength + length > (ulong)data.Length)
            {
                return null;
            }

            string name = Encoding.UTF8.GetString(data.Span[..(int)nameLength]);
            ReadOnlyMemory<byte> body = data.Slice((int)nameLength, (int)length);
            data = data[((int)nameLength + (int)length)..];
            switch (kind)
            {
                case Status when body.Length == 1:
                    exitStatus = body.Span[0];
                    break;
                case File:
                    files[name] = body.ToArray();
                    break;
                case Log:
                    log = Encoding.UTF8.GetString(body.Span);
                    break;
                case End:
                    return exitStatus is { } status ? new ResultStream(status, files, log) : null;
                default:
                    return null;
            }
        }

        return null;
    }
}
