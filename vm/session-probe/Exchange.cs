// SPDX-License-Identifier: MIT
using System.Diagnostics;
using NSocket = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.SessionProbe;

/// <summary>Sends and receives by plan over one session, and checks every byte.</summary>
internal sealed class Exchange
{
    private const int ReadLength = 64 * 1024;

    private readonly NSocket _socket;
    private readonly Plan _plan;
    private readonly bool _isClient;
    private long _lastReceive;

    /// <param name="socket">The session.</param>
    /// <param name="plan">What is sent.</param>
    /// <param name="isClient">Which end this is.</param>
    public Exchange(NSocket socket, Plan plan, bool isClient)
    {
        _socket = socket;
        _plan = plan;
        _isClient = isClient;
    }

    /// <summary>Bytes written.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes read.</summary>
    public long Received { get; private set; }

    /// <summary>Bytes read that are not those which belong at their place.</summary>
    public long Changed { get; private set; }

    /// <summary>The longest time between two reads, from the first one on.</summary>
    public TimeSpan Gap { get; private set; }

    /// <summary>When it began, as <see cref="Stopwatch.GetTimestamp"/> tells.</summary>
    public long GapStart { get; private set; }

    // Version 1 has no name for a session that does not change.
    private string SessionName => _socket.SessionId ?? "version 1";

    /// <summary>Ends when both directions have, and the peer has confirmed all.</summary>
    public async Task RunAsync()
    {
        await Task.WhenAll(SendAsync(), ReceiveAsync());
        await _socket.CloseAsync();
    }

    private async Task SendAsync()
    {
        long start = Stopwatch.GetTimestamp();
        var content = new Content(SessionName, _isClient);
        byte[] chunk = new byte[_plan.Chunk];
        bool sends = _isClient ? _plan.ClientSends : _plan.ServerSends;
        for (int count = 1; sends && Stopwatch.GetElapsedTime(start) < _plan.Duration; count++)
        {
            content.Fill(chunk, Sent);
            await _socket.WriteAsync(chunk);
            Sent += chunk.Length;
            await WaitUntilAsync(start, count * _plan.Interval);
        }

        // An end that has nothing to send stays silent for as long as the other may send.
        await WaitUntilAsync(start, _plan.Duration);
        _socket.ShutdownSend();
    }

    private static async ValueTask WaitUntilAsync(long start, TimeSpan due)
    {
        TimeSpan left = due - Stopwatch.GetElapsedTime(start);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left);
        }
    }

    private async Task ReceiveAsync()
    {
        var content = new Content(SessionName, !_isClient);
        byte[] buffer = new byte[ReadLength];
        int count;
        while ((count = await _socket.ReadAsync(buffer)) > 0)
        {
            NoteGap();
            Changed += content.Differences(buffer.AsSpan(0, count), Received);
            Received += count;
        }
    }

    private void NoteGap()
    {
        long now = Stopwatch.GetTimestamp();
        if (_lastReceive != 0 && Stopwatch.GetElapsedTime(_lastReceive, now) is var gap && gap > Gap)
        {
            Gap = gap;
            GapStart = _lastReceive;
        }

        _lastReceive = now;
    }
}
