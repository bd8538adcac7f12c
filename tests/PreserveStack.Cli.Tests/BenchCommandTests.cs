// SPDX-License-Identifier: MIT
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using PreserveStack.Bench;
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class BenchCommandTests : IDisposable
{
    private const string Amount = "--repeats 2 --interval 0 --count 20";

    private readonly string _folder = Directory.CreateTempSubdirectory("preserve-bench").FullName;

    [Fact]
    public async Task Json_is_one_object_a_line_and_ends_with_the_result()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Success, await MeasureAsync(cli, $"latency ::1 -t tcp,nsocket2 {Amount} --json"));
        string[] events = [.. cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Name)];
        Assert.Equal(["start", "repeat", "repeat", "repeat", "repeat", "result"], events);
    }

    [Fact]
    public async Task The_table_has_a_row_for_each_transport_and_the_file_all_lines()
    {
        using var cli = new Cli();
        string file = Path.Combine(_folder, "rate.ndjson");
        Assert.Equal(ExitStatus.Success, await MeasureAsync(cli, $"rate ::1 -t tcp,nsocket1 {Amount} --out {file}"));
        string[] rows = cli.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["transport", "tcp", "nsocket1"], rows.Select(row => row.Split(' ')[0]));
        Assert.Equal("result", Name(File.ReadLines(file).Last()));
    }

    [Fact]
    public async Task Compare_ends_with_3_when_a_figure_got_worse_and_with_0_otherwise()
    {
        using var cli = new Cli();
        string measured = Path.Combine(_folder, "measured.ndjson");
        await MeasureAsync(cli, $"rate ::1 {Amount} --out {measured}");
        string result = File.ReadLines(measured).Last();
        string before = WithRate(result, 100);
        string after = WithRate(result, 90);
        Assert.Equal(ExitStatus.Success, await cli.RunAsync($"bench compare {before} {before} --threshold 0%"));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync($"bench compare {after} {before} --metric operations_per_s"));
        Assert.Equal(ExitStatus.Success, await cli.RunAsync($"bench compare {before} {after} --threshold 20% --metric operations_per_s"));
        Assert.Equal(ExitStatus.Regression, await cli.RunAsync($"bench compare {before} {after} --threshold 5% --metric operations_per_s"));
    }

    [Theory]
    [InlineData("throughput ::1 --transport udp", "'udp'")]
    [InlineData("throughput ::1 --size 512,x", "'x'")]
    [InlineData("throughput ::1 --bytes 1M --duration 3", "two ways")]
    [InlineData("throughput ::1 --bytes 1M --warm-up 0.5", "amount")]
    [InlineData("latency ::1 --warm-up soon", "seconds")]
    [InlineData("latency ::1 --repeats 0", "from 1 up")]
    [InlineData("rate ::1 --source here", "addresses")]
    [InlineData("rate ::1 --closes nobody", "nobody")]
    [InlineData("server --test-ports 9-8", "two ports")]
    [InlineData("server --max-clients 0", "--max-clients")]
    [InlineData("compare a b --threshold much", "percentage")]
    public async Task What_makes_no_sense_is_told_in_one_line(string line, string word)
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync($"bench {line}"));
        Assert.Contains(word, cli.Error);
        Assert.Single(cli.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_file_that_is_no_result_fails()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Failure, await cli.RunAsync($"bench compare {Path.Combine(_folder, "none")} {Path.Combine(_folder, "none")}"));
    }

    [Fact]
    public async Task Report_shows_the_ratios_of_each_release_and_draws_them()
    {
        using var cli = new Cli();
        foreach ((string release, string ratio) in ((string, string)[])[("0.1.0", "0.9100"), ("0.2.0", "0.9700")])
        {
            Directory.CreateDirectory(Path.Combine(_folder, release));
            await File.WriteAllTextAsync(
                Path.Combine(_folder, release, "table-7.1.csv"), $"circumstances,benchmark,peer,rate_per_s,min,max,ratio_to_plain\n6.1,latency,nsocket2,13748,1,2,{ratio}\n");
        }

        string plot = Path.Combine(_folder, "history.svg");
        Assert.Equal(ExitStatus.Success, await cli.RunAsync($"bench report {_folder} --plot {plot}"));
        Assert.Equal("6.1 latency nsocket2 0.910 0.970", string.Join(' ', cli.Output.TrimEnd('\n').Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("svg", System.Xml.Linq.XDocument.Load(plot).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Report_has_what_was_measured_on_hosts_beside_plain_tcp()
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "0.3.0")).FullName, "bench-loopback.ndjson");
        using var measuring = new Cli();
        await MeasureAsync(measuring, $"latency ::1 -t tcp,nsocket2 {Amount} --out {file}");
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Success, await cli.RunAsync($"bench report {_folder}"));
        string[] row = cli.Output.TrimEnd('\n').Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["latency_1", "nsocket2"], row[^3..^1]);
        Assert.InRange(double.Parse(row[^1], System.Globalization.CultureInfo.InvariantCulture), double.Epsilon, double.MaxValue);
    }

    [Fact]
    public async Task Report_of_hosts_needs_plain_tcp_to_compare_with()
    {
        using var cli = new Cli();
        await MeasureAsync(cli, $"latency ::1 -t nsocket2 {Amount} --out {Path.Combine(_folder, "bench.ndjson")}");
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync($"bench report {_folder}"));
        Assert.Contains("--transport tcp,", cli.Error);
    }

    [Fact]
    public async Task Report_of_a_folder_without_results_says_how_to_make_them()
    {
        using var cli = new Cli();
        Assert.Equal(ExitStatus.Usage, await cli.RunAsync($"bench report {_folder}"));
        Assert.Contains("lab run tcpbench", cli.Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Every repeat at this rate: how fast this host is does not matter.
    private string WithRate(string result, int rate)
    {
        string file = Path.Combine(_folder, $"rate-{rate}.ndjson");
        File.WriteAllText(file, Regex.Replace(result, "(\"operations_per_s\"):[0-9.E+]+", $"${{1}}:{rate}"));
        return file;
    }

    private static string Name(string line) => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!;

    private static async Task<int> MeasureAsync(Cli cli, string line)
    {
        await using BenchServer server = BenchServer.Bind(new BenchServerOptions { Address = IPAddress.IPv6Loopback, Port = 0 });
        using var stop = new CancellationTokenSource();
        Task serving = server.ServeAsync(null, stop.Token);
        int status = await cli.RunAsync($"bench {line} --port {server.LocalEndPoint.Port}");
        await stop.CancelAsync();
        await serving;
        return status;
    }
}
