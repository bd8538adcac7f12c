// SPDX-License-Identifier: MIT
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PreserveStack.NameSocket;

internal static partial class Interop
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    // EINTR: a signal came first.
    private const int InterruptedError = 4;

    /// <summary>EAGAIN: the socket is not ready.</summary>
    internal const int TryAgain = 11;

    /// <summary>send(2) without waiting.</summary>
    internal static unsafe nint Send(SafeSocketHandle socket, byte* bytes, nuint length, out int errno)
    {
        nint sent;
        do
        {
            sent = SendOnce(socket, bytes, length, DontWait | NoSignal);
        }
        while (WasInterrupted(sent, out errno));
        return sent;
    }

    /// <summary>sendmsg(2) without waiting.</summary>
    internal static unsafe nint SendMessage(SafeSocketHandle socket, MessageHeader* message, out int errno)
    {
        nint sent;
        do
        {
            sent = SendMessageOnce(socket, message, DontWait | NoSignal);
        }
        while (WasInterrupted(sent, out errno));
        return sent;
    }

    /// <summary>recvmsg(2) without waiting.</summary>
    internal static unsafe nint ReceiveMessage(SafeSocketHandle socket, MessageHeader* message, out int errno)
    {
        nint received;
        do
        {
            received = ReceiveMessageOnce(socket, message, DontWait);
        }
        while (WasInterrupted(received, out errno));
        return received;
    }

    private static bool WasInterrupted(nint result, out int errno)
    {
        errno = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return errno == InterruptedError;
    }

    [LibraryImport(Libraries.Libc, EntryPoint = "send", SetLastError = true)]
    private static unsafe partial nint SendOnce(SafeSocketHandle socket, byte* bytes, nuint length, int flags);

    [LibraryImport(Libraries.Libc, EntryPoint = "sendmsg", SetLastError = true)]
    private static unsafe partial nint SendMessageOnce(SafeSocketHandle socket, MessageHeader* message, int flags);

    [LibraryImport(Libraries.Libc, EntryPoint = "recvmsg", SetLastError = true)]
    private static unsafe partial nint ReceiveMessageOnce(SafeSocketHandle socket, MessageHeader* message, int flags);

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct IoVector
    {
        internal byte* Base;
        internal nuint Length;
    }

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct MessageHeader
    {
        internal void* Name;
        internal uint NameLength;
        internal IoVector* Vectors;
        internal nuint VectorCount;
        internal void* Control;
        internal nuint ControlLength;
        internal int Flags;
    }
}
