// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>
/// The nine calls of the thesis (chapters 4.2.1 and 5.1.1), over descriptors, blocking, with -1 for an error. A thin
/// layer for programs that were written against them; new ones use <see cref="NameSocket"/>.
/// </summary>
public static class ThesisApi
{
    private static readonly DescriptorTable Table = new();

    [ThreadStatic]
    private static Exception? _lastError;

    /// <summary>Why the last call of this thread failed: what errno is in the thesis.</summary>
    public static Exception? LastError => _lastError;

    /// <summary>Options for the namesockets that are connected or listened on from now on.</summary>
    public static NameSocketOptions Options { get; set; } = new();

    /// <summary>Creates a namesocket.</summary>
    /// <param name="flags">Has no meaning yet; 0.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int nsocket(int flags) => Try(() => flags == 0 ? Table.Add(new Descriptor()) : throw NoFlags());

    /// <summary>Makes a namesocket listen on all addresses.</summary>
    /// <param name="nsd">A new namesocket.</param>
    /// <param name="service">A port or the name of a service.</param>
    /// <param name="backlog">Connections that may wait.</param>
    /// <returns>0, or -1.</returns>
    public static int nlisten(int nsd, string service, int backlog) => Try(() =>
    {
        New(nsd).Listener = NameSocketListener.Bind(service, Options with { Backlog = backlog });
        return 0;
    });

    /// <summary>The port a listening namesocket has; not in the thesis, whose programs chose the port.</summary>
    /// <param name="nsd">A listening namesocket.</param>
    /// <returns>The port, or -1.</returns>
    public static int nport(int nsd) => Try(() => Table.Get(nsd).Listener?.LocalEndPoint.Port ?? throw new InvalidOperationException("the namesocket does not listen"));

    /// <summary>Takes the next connection, and waits for one.</summary>
    /// <param name="nsd">A listening namesocket.</param>
    /// <returns>A descriptor, or -1.</returns>
    public static int naccept(int nsd) => Try(() =>
    {
        var listener = Table.Get(nsd).Listener ?? throw new InvalidOperationException("the namesocket does not listen");
        return Table.Add(new Descriptor { Connection = listener.AcceptAsync().AsTask().GetAwaiter().GetResult() });
    });

    /// <summary>Waits until one of several namesockets can be read from, written to, or has failed.</summary>
    /// <param name="read">Descriptors to read or accept from; those that are ready remain. Null for none.</param>
    /// <param name="write">Descriptors to write to; those that are ready remain. Null for none.</param>
    /// <param name="except">Descriptors whose session may be lost; those whose is remain. Null for none.</param>
    /// <param name="timeout">Longest wait; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <returns>Conditions that are met, 0 when the time is over, or -1.</returns>
    public static int nselect(IList<int>? read, IList<int>? write, IList<int>? except, TimeSpan timeout) =>
        Try(() => Selection.SelectAsync(Table, read ?? [], write ?? [], except ?? [], timeout).GetAwaiter().GetResult());

    /// <summary>Connects to a service of a host, and waits until that is done.</summary>
    /// <param name="nsd">A new namesocket.</param>
    /// <param name="host">A name or an address.</param>
    /// <param name="service">A port or the name of a service.</param>
    /// <returns>0, or -1.</returns>
    public static int nconnect(int nsd, string host, string service) => Try(() =>
    {
        New(nsd).Connection = NameSocket.ConnectAsync(host, service, Options).GetAwaiter().GetResult();
        return 0;
    });

    /// <summary>Sends bytes; waits while the buffer is full.</summary>
    /// <param name="nsd">A connected namesocket.</param>
    /// <param name="msg">The bytes.</param>
    /// <param name="len">How many of them.</param>
    /// <param name="flags">0; the flags of send() mean nothing to a session.</param>
    /// <returns>Bytes sent, or -1.</returns>
    public static int nsend(int nsd, byte[] msg, int len, int flags) => Try(() =>
    {
        Table.Get(nsd).Connected.WriteAsync(msg.AsMemory(0, flags == 0 ? len : throw NoFlags())).AsTask().GetAwaiter().GetResult();
        return len;
    });

    /// <summary>Receives bytes; waits for some.</summary>
    /// <param name="nsd">A connected namesocket.</param>
    /// <param name="buf">Where to.</param>
    /// <param name="len">How many at most.</param>
    /// <param name="flags">0; the flags of recv() mean nothing to a session.</param>
    /// <returns>Bytes received, 0 if the peer has closed, or -1.</returns>
    public static int nrecv(int nsd, byte[] buf, int len, int flags) => Try(() =>
        Table.Get(nsd).Connected.ReadAsync(buf.AsMemory(0, flags == 0 ? len : throw NoFlags())).AsTask().GetAwaiter().GetResult());

    /// <summary>Closes a namesocket; what was sent is still delivered. The descriptor is no longer valid.</summary>
    /// <param name="nsd">A namesocket.</param>
    /// <returns>0, or -1.</returns>
    public static int nclose(int nsd) => Try(() =>
    {
        var descriptor = Table.Remove(nsd);
        descriptor.Connection?.Dispose();
        descriptor.Listener?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return 0;
    });

    /// <summary>Closes one direction.</summary>
    /// <param name="nsd">A connected namesocket.</param>
    /// <param name="how">0 for receiving, 1 for sending, 2 for both, as with shutdown(2).</param>
    /// <returns>0, or -1.</returns>
    public static int nshutdown(int nsd, int how) => Try(() =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(how);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(how, 2);
        var connection = Table.Get(nsd).Connected;
        if (how != 1)
        {
            connection.ShutdownReceive();
        }

        if (how != 0)
        {
            connection.ShutdownSend();
        }

        return 0;
    });

    private static Descriptor New(int nsd) => Table.Get(nsd) is { IsNew: true } descriptor
        ? descriptor
        : throw new InvalidOperationException("the namesocket is in use");

    private static ArgumentException NoFlags() => new("no flags are supported");

    private static int Try(Func<int> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            _lastError = e;
            return -1;
        }
    }
}
