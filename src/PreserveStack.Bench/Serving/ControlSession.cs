// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PreserveStack.Bench.Control;
using PreserveStack.Bench.Environments;
using PreserveStack.Bench.Measuring;
using PreserveStack.Bench.Results;

namespace PreserveStack.Bench.Serving;

/// <summary>The server's end of a control connection: one client, one test at a time.</summary>
internal sealed class ControlSession(
    Socket socket, BenchServerOptions options, ProcessMeter meter, ServerLoad load, string instructions, Action<string>? report)
    : IAsyncDisposable
{
    private const int LongestRequest = 16 * 1024;

    private readonly ControlChannel _channel = new(socket, LongestRequest);
    private readonly IPAddress _local = Plain(((IPEndPoint)socket.LocalEndPoint!).Address);
    private readonly IPAddress _peer = Plain(((IPEndPoint)socket.RemoteEndPoint!).Address);
    private HostedTest? _test;

    /// <summary>Serves the client until it leaves, or says something it should not. Does not fail.</summary>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConverseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            report?.Invoke($"{_peer}: refused: not a control message");
            await TryRefuseAsync("that is no control message of this version", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            report?.Invoke($"{_peer}: left: {exception.Message}");
        }
        finally
        {
            await EndTestAsync().ConfigureAwait(false);
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Turns the client away. Does not fail.</summary>
    public async Task RefuseAsync(string reason, CancellationToken cancellationToken)
    {
        await TryRefuseAsync(reason, cancellationToken).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    /// <summary>IPv4 in its own form, as a socket for both families does not tell it.</summary>
    internal static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private async Task ConverseAsync(CancellationToken cancellationToken)
    {
        bool isKnown = false;
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } request)
        {
            ControlReply reply = isKnown ? await AnswerAsync(request).ConfigureAwait(false) : Greet(request);
            await WriteAsync(reply, cancellationToken).ConfigureAwait(false);
            if (reply.Error is { } error)
            {
                report?.Invoke($"{_peer}: refused: {error}");
                return;
            }

            isKnown = true;
        }
    }

    private async Task<ControlRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(_test is null ? options.IdleTimeout : TimeSpan.FromSeconds(BenchPlan.LongestS));
        return await _channel.ReadAsync(BenchJson.Default.ControlRequest, silence.Token).ConfigureAwait(false);
    }

    private ControlReply Greet(ControlRequest request) => request switch
    {
        { Ask: not ControlVerb.Hello } => new ControlReply("the first word is hello"),
        { Version: not ControlRequest.CurrentVersion } => new ControlReply($"this server speaks version {ControlRequest.CurrentVersion}"),
        _ => new ControlReply(Environment: EnvironmentReader.Read(_local, instructions)),
    };

    private async Task<ControlReply> AnswerAsync(ControlRequest request)
    {
        switch (request)
        {
            case { Ask: ControlVerb.Start, Test: { } test } when _test is null:
                return Start(test);
            case { Ask: ControlVerb.Sample } when _test is not null:
                return new ControlReply(Sample: _test.Sample());
            case { Ask: ControlVerb.Finish } when _test is not null:
                EndSample last = _test.Sample();
                await _test.FinishAsync().ConfigureAwait(false);
                _test = null;
                return new ControlReply(Sample: last);
            default:
                return new ControlReply("that cannot be asked now");
        }
    }

    private ControlReply Start(TestRequest request)
    {
        if (request.Problem(options.MaxConnections) is { } problem)
        {
            return new ControlReply(problem);
        }

        try
        {
            _test = HostedTest.Start(request, TestPorts.Bind(request, _local, options), ClientAddresses(request), meter, load);
        }
        catch (Exception exception) when (exception is SocketException or BenchException)
        {
            return new ControlReply($"cannot listen for {request.Transport}: {exception.Message}");
        }

        report?.Invoke($"{_peer}: {request.Test} over {request.Transport}, size {request.Size}, {request.Connections} connections");
        return new ControlReply(Port: _test.Port);
    }

    private HashSet<IPAddress> ClientAddresses(TestRequest request)
    {
        HashSet<IPAddress> addresses = [_peer];
        foreach (string text in request.Sources ?? [])
        {
            if (IPAddress.TryParse(text, out IPAddress? address))
            {
                addresses.Add(address);
            }
        }

        return addresses;
    }

    private async Task EndTestAsync()
    {
        if (_test is { } test)
        {
            _test = null;
            await test.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask WriteAsync(ControlReply reply, CancellationToken cancellationToken) =>
        _channel.WriteAsync(reply, BenchJson.Default.ControlReply, cancellationToken);

    private async Task TryRefuseAsync(string reason, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(new ControlReply(reason), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It has gone; that is what was wanted.
        }
    }
}
