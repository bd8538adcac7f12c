// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PreserveStack.Cli.Terminals;

/// <summary>Standard output. The console's own stream hides that the reader of a pipe has left, and cannot be closed.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>As bytes. To dispose of it tells the reader of a pipe that this was all.</summary>
    public static Stream Open()
    {
        var pipe = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);

        // A file that others write to as well has one position for all, which this kind of stream does not heed.
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }

    /// <summary>The same as text.</summary>
    public static TextWriter WriterOf(Stream bytes) =>
        TextWriter.Synchronized(new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
}
