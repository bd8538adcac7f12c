// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Sessions;

namespace PreserveStack.Cli.Commands;

/// <summary>Arguments and options of several session commands, made anew for each.</summary>
internal static class NsocketOptions
{
    /// <summary>What a session server listens on if nothing is said.</summary>
    public const string StandardService = "7000";

    public static Argument<string> Host(string description) => new("HOST")
    {
        Description = description,
    };

    public static Argument<string> Service(string description) => new("SERVICE")
    {
        Description = description,
    };

    public static Argument<string> Listen(string description) => new("[ADDRESS:]PORT")
    {
        Description = description,
    };

    public static Option<int> MaxConnections(string description) => new("--max-connections")
    {
        Description = description,
        HelpName = "N",
        CustomParser = OptionValues.Whole(1),
        DefaultValueFactory = _ => 1024,
    };

    public static Option<int> Grace() => new("--grace")
    {
        Description = "Seconds that open connections get to end after Ctrl-C or SIGTERM; then they are reset",
        HelpName = "SECONDS",
        CustomParser = OptionValues.Whole(0, OptionValues.LongestS),
        DefaultValueFactory = _ => 5,
    };

    /// <summary>Events as a command's results.</summary>
    public static EventWriter Events(CliServices services, CommonOptions common, ParseResult parsed) =>
        new(services.Terminal.Out, parsed.GetValue(common.Json));

    /// <summary>Events beside a command's results; also the log.</summary>
    public static EventWriter Log(CliServices services, CommonOptions common, ParseResult parsed) =>
        new(services.Terminal.Error, parsed.GetValue(common.Json));
}
