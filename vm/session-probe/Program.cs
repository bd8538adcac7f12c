// SPDX-License-Identifier: MIT
using System.Collections.Concurrent;
using System.Globalization;
using PreserveStack.NameSocket;
using PreserveStack.SessionProbe;
using NSocket = PreserveStack.NameSocket.NameSocket;

const int Good = 0;
const int Wrong = 1;
const int UsageError = 2;
const int MostSessions = 10_000;

try
{
    switch (args)
    {
        case ["server", var service, .. var rest]:
            return await ServeAsync(service, new Arguments(rest, "sessions", "version", "offer", "log"));
        case ["client", var host, var service, .. var rest]:
            return await ConnectAsync(host, service, new Arguments(rest, "sessions", "version", "at_once", "log", "traffic", "chunk", "interval", "duration"));
        default:
            throw new FormatException("usage: session-probe server PORT [NAME=VALUE...] | session-probe client HOST PORT [NAME=VALUE...]");
    }
}
catch (FormatException exception)
{
    await Console.Error.WriteLineAsync($"session-probe: {exception.Message}");
    return UsageError;
}

static async Task<int> ServeAsync(string service, Arguments arguments)
{
    var report = new Report("server");
    await using var listener = NameSocketListener.Bind(service, Options(arguments));
    report.Listening();
    List<Task> running = [];
    while (running.Count < Sessions(arguments))
    {
        running.Add(ServeOneAsync(await listener.AcceptAsync(), report));
    }

    return await EndAsync(running, report);
}

static async Task ServeOneAsync(NSocket socket, Report report)
{
    await using (socket)
    {
        report.Follow(socket);
        try
        {
            byte[] plan = new byte[Plan.Length];
            await socket.GetStream().ReadExactlyAsync(plan);
            await ExchangeAsync(socket, Plan.Read(plan), isClient: false, report);
        }
        catch (Exception exception) when (exception is NameSocketException or EndOfStreamException)
        {
            report.Failed(exception);
        }
    }
}

static async Task<int> ConnectAsync(string host, string service, Arguments arguments)
{
    var report = new Report("client");
    var plan = Plan.Of(arguments);
    var options = Options(arguments);
    ConcurrentBag<Task> running = [];

    // By default one after the other: how fast sessions begin is not what is measured.
    var pace = new ParallelOptions { MaxDegreeOfParallelism = arguments.Number("at_once", 1, 1, MostSessions) };
    await Parallel.ForAsync(0, Sessions(arguments), pace, async (_, _) =>
    {
        NSocket? socket = await TryConnectAsync(host, service, options, report);
        if (socket is not null)
        {
            running.Add(RunClientAsync(socket, plan, report));
        }
    });
    return await EndAsync(running, report);
}

static async Task<NSocket?> TryConnectAsync(string host, string service, NameSocketOptions options, Report report)
{
    try
    {
        return await NSocket.ConnectAsync(host, service, options);
    }
    catch (NameSocketException exception)
    {
        report.Failed(exception);
        return null;
    }
}

static async Task RunClientAsync(NSocket socket, Plan plan, Report report)
{
    await using (socket)
    {
        report.Follow(socket);
        try
        {
            await socket.WriteAsync(plan.ToBytes());
            await ExchangeAsync(socket, plan, isClient: true, report);
        }
        catch (NameSocketException exception)
        {
            report.Failed(exception);
        }
    }
}

static async Task ExchangeAsync(NSocket socket, Plan plan, bool isClient, Report report)
{
    var exchange = new Exchange(socket, plan, isClient);
    report.Add(exchange);
    await exchange.RunAsync();
    report.Completed();
}

static async Task<int> EndAsync(IEnumerable<Task> running, Report report)
{
    await Task.WhenAll(running);
    report.Summarize();
    return report.IsGood ? Good : Wrong;
}

static int Sessions(Arguments arguments) => arguments.Number("sessions", 1, 1, MostSessions);

// The defaults are what is proved; but a fall-back to version 1 would prove something else.
static NameSocketOptions Options(Arguments arguments) => new()
{
    OldestVersion = arguments.Number("version", 2, 1, 2),
    NewestVersion = arguments.Number("version", 2, 1, 2),
    AdvertisedEndPoints = arguments.Number("offer", 1, 0, 1) == 0 ? [] : null,
    Log = arguments.Number("log", 0, 0, 1) == 0
        ? null
        : entry => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.TickCount64} {entry.Session} {entry.Message}")),
};
