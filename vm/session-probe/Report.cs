// SPDX-License-Identifier: MIT
using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using NSocket = PreserveStack.NameSocket.NameSocket;

namespace PreserveStack.SessionProbe;

/// <summary>
/// Lines of JSON on standard output: one for each event as it happens, and a last one that sums up. Times ("at_ms") are
/// milliseconds of CLOCK_MONOTONIC, as 'probe clock' tells them in nanoseconds.
/// </summary>
internal sealed class Report(string role)
{
    private readonly Lock _gate = new();
    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly List<Exchange> _exchanges = [];
    private int _connected;
    private int _completed;
    private int _failed;
    private int _resumes;
    private long _lastResume;

    /// <summary>Whether every session was completed, and every byte was right.</summary>
    public bool IsGood => _failed == 0 && _exchanges.All(exchange => exchange.Changed == 0);

    /// <summary>The server can be connected to.</summary>
    public void Listening() => Write("listening", static _ => { });

    /// <summary>Follows a session from its beginning.</summary>
    public void Follow(NSocket socket)
    {
        int number = Interlocked.Increment(ref _connected);
        Write("connected", json => WritePlace(json, number, socket));
        socket.Resumed += report =>
        {
            Interlocked.Increment(ref _resumes);
            Volatile.Write(ref _lastResume, Stopwatch.GetTimestamp());
            Write("resumed", json =>
            {
                WritePlace(json, number, socket);
                json.WriteString("cause", report.Cause);
                json.WriteNumber("outage_ms", report.Outage.TotalMilliseconds);
                json.WriteNumber("retransmitted", report.RetransmittedBytes);
            });
        };
    }

    /// <summary>Counts what goes through a session, now and later.</summary>
    public void Add(Exchange exchange)
    {
        lock (_gate)
        {
            _exchanges.Add(exchange);
        }
    }

    /// <summary>A session has come to its proper end.</summary>
    public void Completed() => Interlocked.Increment(ref _completed);

    /// <summary>A session could not be begun or continued.</summary>
    public void Failed(Exception reason)
    {
        Interlocked.Increment(ref _failed);
        Write("failed", json => json.WriteString("reason", reason.Message));
    }

    /// <summary>The last line.</summary>
    public void Summarize()
    {
        Exchange? longest = _exchanges.MaxBy(exchange => exchange.Gap);
        Write("summary", json =>
        {
            json.WriteNumber("sessions", _connected);
            json.WriteNumber("completed", _completed);
            json.WriteNumber("failed", _failed);
            json.WriteNumber("sent", _exchanges.Sum(exchange => exchange.Sent));
            json.WriteNumber("received", _exchanges.Sum(exchange => exchange.Received));
            json.WriteNumber("changed", _exchanges.Sum(exchange => exchange.Changed));
            json.WriteNumber("resumes", _resumes);
            json.WriteNumber("last_resume_ms", Milliseconds(_lastResume));
            json.WriteNumber("gap_ms", longest?.Gap.TotalMilliseconds ?? 0);
            json.WriteNumber("gap_start_ms", Milliseconds(longest?.GapStart ?? 0));
            json.WriteNumber("peak_kib", PeakKibibytes());
        });
    }

    private static void WritePlace(Utf8JsonWriter json, int number, NSocket socket)
    {
        json.WriteNumber("session", number);
        json.WriteString("local", socket.LocalEndPoint?.Address.ToString());
        json.WriteString("remote", socket.RemoteEndPoint?.Address.ToString());
    }

    private static double Milliseconds(long timestamp) => timestamp * 1000.0 / Stopwatch.Frequency;

    private static long PeakKibibytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1024;
    }

    private void Write(string type, Action<Utf8JsonWriter> members)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("role", role);
            json.WriteNumber("at_ms", Milliseconds(Stopwatch.GetTimestamp()));
            members(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        lock (_gate)
        {
            _output.Write(line.WrittenSpan);
        }
    }
}
