// SPDX-License-Identifier: MIT
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PreserveStack.Cli.Terminals;

/// <summary>Standard output. The console's own stream hides that the reader of a pipe has left, and cannot be closed.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    /// <summary>As bytes. To dispose of it tells the reader of a pipe that this was all.</summary>
    /// <param name="descriptor">Where it is; 1 if nothing is said.</param>
    public static Stream Open(int descriptor = Descriptor)
    {
        // A file that others write to as well has one position for all, which this kind of stream does not heed.
        return Stream(descriptor, ownsHandle: false).CanSeek ? Console.OpenStandardOutput() : Stream(descriptor, ownsHandle: true);
    }

    /// <summary>The same as text.</summary>
    public static TextWriter WriterOf(Stream bytes) =>
        TextWriter.Synchronized(new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });

    // Only what is kept may own the descriptor: a finalizer that closed it would give its number to the next socket.
    private static FileStream Stream(int descriptor, bool ownsHandle) =>
        new(new SafeFileHandle(descriptor, ownsHandle), FileAccess.Write, bufferSize: 0);
}
