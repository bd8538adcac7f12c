// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Commands;
using PreserveStack.NameSocket;
using PreserveStack.NameSocket.Connecting;

namespace PreserveStack.Cli.Sessions;

/// <summary>The options that all commands with sessions share: the protocol, its limits, the log.</summary>
internal sealed class SessionOptionSet
{
    private const string Any = "any";

    private readonly Option<string> _protocol = new("--protocol")
    {
        Description = "Versions to speak: 2, 1 (of the thesis: sessions can be taken over) or any (2 if the peer can, else 1)",
        HelpName = "VERSION",
        DefaultValueFactory = _ => "2",
    };

    private readonly Option<bool> _plain = new("--plain-tcp")
    {
        Description = "Speak plain TCP, which cannot resume, with a peer that speaks nothing better",
    };

    private readonly Option<bool> _noEarly = new("--no-early")
    {
        Description = "Wait for the server's answer also where an earlier session has told its key; at a server, take no others",
    };

    private readonly Option<int> _lifetime = new("--lifetime")
    {
        Description = "Seconds a session waits for a new connection before it is lost",
        HelpName = "SECONDS",
        CustomParser = OptionValues.Whole(1, OptionValues.LongestS),
        DefaultValueFactory = _ => (int)new NameSocketOptions().SessionLifetime.TotalSeconds,
    };

    private readonly Option<long?> _buffer = new("--buffer")
    {
        Description = "Bytes kept each way until the other end has taken them; 8 MiB if not given",
        HelpName = "BYTES",
        CustomParser = ByteCount.Parse,
    };

    private readonly Option<string?> _logLevel = new("--log-level")
    {
        Description = "Also print what the library does to standard error: error, info or debug",
        HelpName = "LEVEL",
    };

    public SessionOptionSet()
    {
        _protocol.AcceptOnlyFromAmong("2", "1", Any);
        _logLevel.AcceptOnlyFromAmong("error", "info", "debug");
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_protocol);
        command.Options.Add(_plain);
        command.Options.Add(_noEarly);
        command.Options.Add(_lifetime);
        command.Options.Add(_buffer);
        command.Options.Add(_logLevel);
    }

    /// <summary>The library's options.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="log">Where the log goes to.</param>
    /// <param name="connecting">How names are connected to; null for listeners.</param>
    public NameSocketOptions Read(ParseResult parsed, EventWriter log, NameConnectorOptions? connecting = null)
    {
        string protocol = parsed.GetValue(_protocol)!;
        var lifetime = TimeSpan.FromSeconds(parsed.GetValue(_lifetime));
        var options = new NameSocketOptions
        {
            OldestVersion = protocol == "2" ? 2 : 1,
            NewestVersion = protocol == "1" ? 1 : 2,
            AllowPlainTcp = parsed.GetValue(_plain),
            EarlySessions = !parsed.GetValue(_noEarly),
            SessionLifetime = lifetime,

            // An outage at the very end of a transfer is no different from one in the middle.
            LingerTimeout = lifetime,
            Connecting = connecting ?? new NameConnectorOptions(),
            Log = parsed.GetValue(_logLevel) is { } level ? SessionLog.To(log, Enum.Parse<NameSocketLogLevel>(level, ignoreCase: true)) : null,
        };
        return parsed.GetValue(_buffer) is { } bytes ? WithBuffer(options, bytes) : options;
    }

    private static NameSocketOptions WithBuffer(NameSocketOptions options, long bytes) => bytes <= int.MaxValue
        ? options with { RetransmissionBuffer = (int)bytes, ReceiveWindow = (int)bytes }
        : throw new UsageException($"--buffer takes at most {int.MaxValue} bytes");
}
