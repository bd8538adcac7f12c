// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class UsageErrorTests : IDisposable
{
    private readonly Cli _cli = new();

    [Theory]
    [InlineData("lbb", "preserve: 'preserve' does not take 'lbb': did you mean 'lab'?")]
    [InlineData("lab exek", "preserve: 'preserve lab' does not take 'exek': did you mean 'exec'?")]
    [InlineData("connections --wacht", "preserve: 'preserve connections' does not take '--wacht': did you mean '--watch'?")]
    [InlineData("stats everything", "preserve: 'preserve stats' does not take 'everything'; see 'preserve stats --help'")]
    [InlineData("lab exec two-links", "preserve: required argument missing for command: 'exec'; see 'preserve lab exec --help'")]
    [InlineData("lab exec two-links --vm xen -- ls", "preserve: argument 'xen' not recognized. Must be one of: 'qemu' 'uml' 'debug'; see 'preserve lab exec --help'")]
    [InlineData("lab exec two-links --smp 0 -- ls", "preserve: --smp takes a whole number from 1 to 255, not '0'; see 'preserve lab exec --help'")]
    [InlineData("stats --interval 9", "preserve: --interval takes a whole number from 10 up, not '9'; see 'preserve stats --help'")]
    [InlineData("bench latency host --duration -1", "preserve: --duration takes a number from 0 to 86400, such as 0.5, not '-1'; see 'preserve bench latency --help'")]
    [InlineData("demo --peer ,", "preserve: --peer takes at least one name, not ','; see 'preserve demo --help'")]
    [InlineData("lab shell two-links --json", "preserve: a shell has no JSON: use 'preserve lab exec --json'")]
    [InlineData("test --filter DisplayName~\"cut\"", "preserve: --filter takes no quotes inside, as in DisplayName~\"cut\": of a name that has some take a part without them; see 'preserve test --help'")]
    [InlineData("test --filter 'cut'", "preserve: --filter takes no quotes inside, as in 'cut': of a name that has some take a part without them; see 'preserve test --help'")]
    [InlineData("lab run failover --set peer", "preserve: 'peer' is not of the form key=value or key=value,value")]
    [InlineData("config set rto_threshold=99", "preserve: rto_threshold cannot be '99': it takes a whole number from 1 to 15 (time-outs)")]
    [InlineData("config set rto_treshold=2", "preserve: unknown key 'rto_treshold': did you mean 'rto_threshold'?")]
    [InlineData("config set enabled", "preserve: 'enabled' is not of the form key=value")]
    [InlineData("config get colour", "preserve: unknown key 'colour': 'preserve config show' lists all")]
    public async Task A_wrong_command_line_is_one_clear_line_and_status_1(string line, string expected)
    {
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync(line));
        Assert.Equal(expected + "\n", _cli.Error);
        Assert.Empty(_cli.Output);
    }

    [Theory]
    [MemberData(nameof(NumbersThatAreNone))]
    public async Task What_is_no_number_is_refused_by_every_option_that_takes_one(string line)
    {
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync(line.Split(' ')));
        Assert.Matches("^preserve: [^\n]+; see 'preserve [a-z -]+ --help'\n$", _cli.Error);
        Assert.Empty(_cli.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lab")]
    [InlineData("module")]
    [InlineData("config")]
    [InlineData("completion")]
    public async Task Half_a_command_shows_what_could_follow(string line)
    {
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync(line));
        Assert.Contains("Commands:", _cli.Error);
        Assert.EndsWith($"preserve: '{$"preserve {line}".Trim()}' needs a command\n", _cli.Error);
        Assert.Empty(_cli.Output);
    }

    public static TheoryData<string> NumbersThatAreNone() =>
    [
        .. from entry in CommandTree.All()
           let arguments = string.Concat(entry.Command.Arguments.SelectMany(argument => Enumerable.Repeat(" x", argument.Arity.MinimumNumberOfValues)))
           from option in entry.Command.Options
           where IsNumber(option.ValueType)
           from value in (string[])["abc", "1s", "0x10", "99999999999999999999", ""]
           select $"{entry.Path}{arguments} {option.Name} {value}",
    ];

    [Theory]
    [InlineData("--file", "module", "load", "--file", "")]
    [InlineData("FILE", "config", "apply", "")]
    [InlineData("--netns", "stats", "--netns", "")]
    [InlineData("--out", "bench", "latency", "host", "--out", "")]
    [InlineData("[ADDRESS:]PORT", "nsocket", "echo-server", "")]
    public async Task An_empty_word_names_nothing(string name, params string[] words)
    {
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync(words));
        Assert.StartsWith($"preserve: {name} takes a value, not ''; see 'preserve ", _cli.Error);
        Assert.Empty(_cli.Output);
    }

    public void Dispose() => _cli.Dispose();

    private static bool IsNumber(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) is TypeCode.Int32 or TypeCode.Int64 or TypeCode.Double;
}
