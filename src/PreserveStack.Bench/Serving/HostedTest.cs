// SPDX-License-Identifier: MIT
using System.Net;
using PreserveStack.Bench.Control;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Transports;

namespace PreserveStack.Bench.Serving;

/// <summary>A test at the server: its listener and its connections.</summary>
internal sealed class HostedTest : IAsyncDisposable
{
    private static readonly TimeSpan GraceForOrderlyEnd = TimeSpan.FromSeconds(5);

    private readonly TestRequest _request;
    private readonly TransportListener _listener;
    private readonly HashSet<IPAddress> _clients;
    private readonly ProcessMeter _meter;
    private readonly ServerLoad _load;
    private readonly ConnectionHandler _handler;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Tally> _tallies = [];
    private readonly HashSet<Task> _handlers = [];
    private readonly SemaphoreSlim _room;
    private readonly Task _accepting;
    private readonly int _number;
    private readonly bool _isAloneAtStart;
    private int _ended;
    private EndSample? _final;

    private HostedTest(
        TestRequest request, TransportListener listener, HashSet<IPAddress> clients, ProcessMeter meter, ServerLoad load)
    {
        (_request, _listener, _clients, _meter, _load) = (request, listener, clients, meter, load);
        _handler = new ConnectionHandler(request);
        _isAloneAtStart = load.Tests == 0;
        if (_isAloneAtStart)
        {
            // What tests before it left is not to be collected while this one is measured.
            GC.Collect();
        }

        _number = load.Enter();

        // A connection of the rate test is winding up here while its client makes the next.
        _room = new SemaphoreSlim(request.Test == BenchTest.Rate ? request.Connections * 4 + 64 : request.Connections);
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => _listener.Port;

    /// <summary>Starts.</summary>
    /// <param name="request">The test, which has no problem.</param>
    /// <param name="listener">Its listener; the test owns it.</param>
    /// <param name="clients">Addresses whose connections are taken; others are closed.</param>
    /// <param name="meter">Reads processor time.</param>
    /// <param name="load">Counts the tests of the process.</param>
    public static HostedTest Start(
        TestRequest request, TransportListener listener, HashSet<IPAddress> clients, ProcessMeter meter, ServerLoad load) =>
        new(request, listener, clients, meter, load);

    /// <summary>How far it is; once all connections have ended, how far it was then.</summary>
    public EndSample Sample()
    {
        lock (_gate)
        {
            return _final ?? Read();
        }
    }

    /// <summary>Gives it up.</summary>
    public ValueTask DisposeAsync() => EndAsync(TimeSpan.Zero);

    /// <summary>Ends it as its client wants. Connections have a short time to end by themselves.</summary>
    public ValueTask FinishAsync() => EndAsync(GraceForOrderlyEnd);

    private async ValueTask EndAsync(TimeSpan grace)
    {
        _handler.Stop();
        await Task.WhenAny(HandlersAsync(), Task.Delay(grace)).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        _handler.AbortAll();
        await HandlersAsync().ConfigureAwait(false);
        _load.Leave();
        _room.Dispose();
        _stop.Dispose();
    }

    private Task HandlersAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_handlers);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
                BenchConnection connection = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (connection.Peer is { } peer && _clients.Contains(ControlSession.Plain(peer)))
                {
                    Handle(connection);
                }
                else
                {
                    connection.Abort();
                    _room.Release();
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or IOException or System.Net.Sockets.SocketException)
        {
            // The test is over, or its listener is gone: the client notices the latter by its connections.
        }
    }

    private void Handle(BenchConnection connection)
    {
        lock (_gate)
        {
            Tally tally = TallyOf();
            Task handler = _request.Calls == SocketCalls.Blocking
                ? Task.Factory.StartNew(
                    () => HandleAsync(connection, tally).GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                : Task.Run(() => HandleAsync(connection, tally), CancellationToken.None);
            _handlers.Add(handler);
            handler.ContinueWith(
                ended => Forget(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // Connections of the rate test come and go; they share one.
    private Tally TallyOf()
    {
        if (_request.Test != BenchTest.Rate || _tallies.Count == 0)
        {
            _tallies.Add(new Tally());
        }

        return _tallies[^1];
    }

    private async Task HandleAsync(BenchConnection connection, Tally tally)
    {
        try
        {
            await _handler.HandleAsync(connection, tally).ConfigureAwait(false);
        }
        finally
        {
            Count();
            if (_request.Test == BenchTest.Rate)
            {
                _room.Release();
            }
        }
    }

    private void Count()
    {
        lock (_gate)
        {
            if (++_ended == _request.Connections && _request.Test != BenchTest.Rate)
            {
                _final = Read();
            }
        }
    }

    private void Forget(Task handler)
    {
        lock (_gate)
        {
            _handlers.Remove(handler);
        }
    }

    private EndSample Read() => _meter.Read(
        _tallies.Sum(tally => tally.Bytes), _tallies.Sum(tally => tally.Operations), !_isAloneAtStart || _load.Started != _number);
}
