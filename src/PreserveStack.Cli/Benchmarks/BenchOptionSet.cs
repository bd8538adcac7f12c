// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Globalization;
using System.Net;
using PreserveStack.Bench;
using PreserveStack.Cli.Commands;
using PreserveStack.Cli.Sessions;
using PreserveStack.NameSocket;

namespace PreserveStack.Cli.Benchmarks;

/// <summary>The options of a test: those of all, and those that only some have.</summary>
internal sealed class BenchOptionSet
{
    private const int Mebi = 1024 * 1024;

    // For its defaults only.
    private static readonly BenchPlan Standard = new() { Test = BenchTest.Latency, Host = "" };

    private readonly BenchTest _test;

    private readonly Argument<string> _host = new("HOST") { Description = "Name or address of the server" };

    private readonly Option<int> _port = new("--port", "-p")
    {
        Description = "Port that the server was started with",
        HelpName = "PORT",
        CustomParser = OptionValues.Whole(1, 65535),
        DefaultValueFactory = _ => Standard.Port,
    };

    private readonly Option<string> _transports = new("--transport", "-t")
    {
        Description = "tcp, mptcp, nsocket1, nsocket2; several take turns and are compared with the first",
        HelpName = "NAME[,NAME...]",
        DefaultValueFactory = _ => "tcp",
    };

    private readonly Option<string> _sizes = new("--size", "-s")
    {
        Description = "Bytes of a write, or of a request and its answer; each is measured on its own",
        HelpName = "BYTES[,BYTES...]",
    };

    private readonly Option<int> _connections = new("--connections", "-P")
    {
        Description = "Connections at a time",
        HelpName = "N",
        CustomParser = OptionValues.Whole(1),
        DefaultValueFactory = _ => Standard.Connections,
    };

    private readonly Option<double> _duration = new("--duration", "-d")
    {
        Description = "Seconds that each repeat measures",
        HelpName = "SECONDS",
        CustomParser = OptionValues.Number(BenchPlan.LongestS),
        DefaultValueFactory = _ => Standard.DurationS,
    };

    private readonly Option<long?> _amount;

    private readonly Option<string?> _warmUp = new("--warm-up")
    {
        Description = $"Before measuring, on the same connections: seconds ({Standard.WarmUpS} if not given), or an amount where an amount is measured",
        HelpName = "VALUE",
    };

    private readonly Option<int> _repeats = new("--repeats", "-r")
    {
        Description = "Measurements of each case; confidence intervals need 2",
        HelpName = "N",
        CustomParser = OptionValues.Whole(1),
        DefaultValueFactory = _ => Standard.Repeats,
    };

    private readonly Option<bool> _reverse = new("--reverse", "-R") { Description = "The server sends" };

    private readonly Option<bool> _nagle = new("--nagle") { Description = "Let small segments wait for acknowledgements (tcp and mptcp)" };

    private readonly Option<SocketCalls> _calls = new("--calls")
    {
        Description = "async, or blocking: a thread per connection, as iperf3 and sockperf have it",
        HelpName = "KIND",
    };

    private readonly Option<FirstCloser> _closes = new("--closes")
    {
        Description = "Who closes first, and keeps connections in TIME_WAIT: server, or client",
        HelpName = "END",
    };

    private readonly Option<string?> _sources = new("--source")
    {
        Description = "Addresses of this host to connect from, by turns; each has ports of its own",
        HelpName = "ADDRESS[,ADDRESS...]",
    };

    private readonly Option<double> _portWait = new("--port-wait")
    {
        Description = "Seconds to wait for a port when all are in use; the wait is reported",
        HelpName = "SECONDS",
        CustomParser = OptionValues.Number(BenchPlan.LongestS),
        DefaultValueFactory = _ => Standard.PortWaitS,
    };

    private readonly Option<long?> _retransmission = new("--retransmission-buffer")
    {
        Description = $"Bytes that a NameSocket keeps until they are confirmed; {new NameSocketOptions().RetransmissionBuffer / Mebi} MiB if not given, 1024 in the thesis",
        HelpName = "BYTES",
        CustomParser = ByteCount.Parse,
    };

    private readonly Option<double> _interval = new("--interval", "-i")
    {
        Description = "Seconds between two reports of --json within a repeat; 0 for none",
        HelpName = "SECONDS",
        CustomParser = OptionValues.Number(BenchPlan.LongestS),
        DefaultValueFactory = _ => Standard.IntervalS,
    };

    public BenchOptionSet(BenchTest test)
    {
        _test = test;
        _sizes.DefaultValueFactory = _ => test == BenchTest.Throughput ? "512,2048,8192,65536" : "1";
        _calls.AcceptOnlyFromAmong("async", "blocking");
        _closes.AcceptOnlyFromAmong("server", "client");
        _amount = new Option<long?>(test == BenchTest.Throughput ? "--bytes" : "--count")
        {
            Description = test == BenchTest.Throughput
                ? "Measure so many bytes, of all connections together, instead of a time; 64k, 10M and 1G are understood"
                : "Measure so many operations, of all connections together, instead of a time; 10k is understood",
            HelpName = "N",
            CustomParser = ByteCount.Parse,
        };
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_host);
        Option[] all = [_transports, _connections, _duration, _amount, _warmUp, _repeats, _nagle, _sources, _portWait, _retransmission, _interval, _port];
        Option[] own = _test switch
        {
            BenchTest.Throughput => [_sizes, _reverse, _calls],
            BenchTest.Latency => [_sizes, _calls],
            _ => [_closes],
        };
        foreach (Option option in own.Concat(all))
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What is asked for.</summary>
    /// <exception cref="UsageException">It makes no sense.</exception>
    public BenchPlan Read(ParseResult parsed)
    {
        long? amount = parsed.GetValue(_amount);
        string? warmUp = parsed.GetValue(_warmUp);
        if (amount is not null && parsed.GetResult(_duration) is { Implicit: false })
        {
            throw new UsageException($"{_amount.Name} and --duration are two ways to say how long: give one of them");
        }

        var plan = new BenchPlan
        {
            Test = _test,
            Host = parsed.GetValue(_host)!,
            Port = parsed.GetValue(_port),
            Transports = [.. Words(parsed.GetValue(_transports)!).Select(Transport).Distinct()],
            Sizes = _test == BenchTest.Rate ? [1] : [.. Words(parsed.GetValue(_sizes)!).Select(Size).Distinct()],
            Connections = parsed.GetValue(_connections),
            Amount = amount,
            DurationS = parsed.GetValue(_duration),
            WarmUpS = amount is null && warmUp is not null ? Seconds(warmUp) : Standard.WarmUpS,
            WarmUpAmount = amount is not null && warmUp is not null ? ByteCount.TryParse(warmUp) ?? throw NoAmount(warmUp) : 0,
            Repeats = parsed.GetValue(_repeats),
            Reverse = _test == BenchTest.Throughput && parsed.GetValue(_reverse),
            Nagle = parsed.GetValue(_nagle),
            Calls = _test == BenchTest.Rate ? SocketCalls.Async : parsed.GetValue(_calls),
            Closes = _test == BenchTest.Rate ? parsed.GetValue(_closes) : FirstCloser.Server,
            Sources = [.. Words(parsed.GetValue(_sources) ?? "").Select(Address)],
            PortWaitS = parsed.GetValue(_portWait),
            RetransmissionBuffer = parsed.GetValue(_retransmission) is { } bytes ? InRange(_retransmission, bytes, 1, int.MaxValue) : null,
            IntervalS = parsed.GetValue(_interval),
        };
        try
        {
            plan.Validate();
            return plan;
        }
        catch (BenchException exception)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    private static int InRange(Option option, long value, int least, int most) => value >= least && value <= most
        ? (int)value
        : throw new UsageException($"{option.Name} takes a number from {least} to {most}");

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BenchTransport Transport(string word) => word switch
    {
        "tcp" => BenchTransport.Tcp,
        "mptcp" => BenchTransport.Mptcp,
        "nsocket1" => BenchTransport.Nsocket1,
        "nsocket2" => BenchTransport.Nsocket2,
        _ => throw new UsageException($"--transport does not know '{word}': it takes tcp, mptcp, nsocket1, nsocket2"),
    };

    private static int Size(string word) => ByteCount.TryParse(word) is { } size and <= int.MaxValue
        ? (int)size
        : throw new UsageException($"--size takes numbers of bytes, such as 512,8192 or 64k, not '{word}'");

    private static IPAddress Address(string word) =>
        IPAddress.TryParse(word, out IPAddress? address) ? address : throw new UsageException($"--source takes addresses, not '{word}'");

    private static double Seconds(string word) =>
        double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? seconds
            : throw new UsageException($"--warm-up takes seconds, such as 0.5, not '{word}'");

    private static UsageException NoAmount(string word) => new($"--warm-up takes an amount here, such as 1000 or 10M, not '{word}'");
}
