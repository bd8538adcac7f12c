// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Text;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class ResultStreamTests
{
    [Fact]
    public void A_whole_stream_gives_status_files_and_log()
    {
        ResultStream? result = ResultStream.TryParse(Stream(('S', "", [7]), ('F', "d/x", [0, 255, 10]), ('L', "", "log"u8.ToArray()), ('E', "", [])));
        Assert.NotNull(result);
        Assert.Equal(7, result.ExitStatus);
        Assert.Equal([0, 255, 10], result.Files["d/x"].ToArray());
        Assert.Equal("log", result.KernelLog);
    }

    [Fact]
    public void A_machine_that_died_before_the_end_left_no_result()
    {
        byte[] whole = Stream(('S', "", [0]), ('F', "x", [1, 2, 3]), ('E', "", []));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.Null(ResultStream.TryParse(whole.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Noise_is_no_result() => Assert.Null(ResultStream.TryParse(Enumerable.Repeat((byte)0xff, 100).ToArray()));

    private static byte[] Stream(params (char Kind, string Name, byte[] Data)[] records)
    {
        using var stream = new MemoryStream();
        foreach ((char kind, string name, byte[] data) in records)
        {
            byte[] header = new byte[13];
            header[0] = (byte)kind;
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(1), name.Length);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(5), data.Length);
            stream.Write(header);
            stream.Write(Encoding.ASCII.GetBytes(name));
            stream.Write(data);
        }

        return stream.ToArray();
    }
}
