// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Bench;
using PreserveStack.Bench.Results;
using PreserveStack.Cli.Help;

namespace PreserveStack.Cli.Benchmarks;

/// <summary><c>preserve bench throughput</c>, <c>latency</c> and <c>rate</c></summary>
internal static class BenchTestCommand
{
    public static Command Create(BenchContext context, string prefix, BenchTest test)
    {
        var options = new BenchOptionSet(test);
        var copy = new Option<string?>("--out")
        {
            Description = "Write the lines of --json to a file, for 'compare' and 'report'",
            HelpName = "FILE",
        };
        var command = new ExampleCommand(NameOf(test), DescriptionOf(test)) { Examples = [.. ExamplesOf(test, prefix)] };
        options.AddTo(command);
        command.Options.Add(copy);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            BenchPlan plan = options.Read(parsed);
            bool asJson = parsed.GetValue(context.Json);
            using StreamWriter? file = parsed.GetValue(copy) is { } path ? new StreamWriter(path) : null;
            var progress = new BenchProgress(context.Error);

            void Report(BenchEvent happening)
            {
                progress.Show(happening);
                Write(happening);
            }

            void Write(BenchEvent happening)
            {
                string? line = asJson || file is not null ? happening.ToJson() : null;
                file?.WriteLine(line);
                if (asJson)
                {
                    context.Out.WriteLine(line);
                    context.Out.Flush();
                }
            }

            BenchResult result = await new BenchClient(plan).RunAsync(Report, cancellationToken).ConfigureAwait(false);
            Write(result);
            if (!asJson)
            {
                BenchTable.Write(context.Out, result);
            }

            foreach (string warning in result.Warnings)
            {
                context.Error.WriteLine($"warning: {warning}");
            }

            return ExitStatus.Success;
        });
        return command;
    }

    private static string NameOf(BenchTest test) => test.ToString().ToLowerInvariant();

    private static string DescriptionOf(BenchTest test) => test switch
    {
        BenchTest.Throughput => "Measure how fast data flows, by the size of writes",
        BenchTest.Latency => "Measure how long requests and answers take, with percentiles",
        _ => "Measure how fast connections are made, used for one byte, and closed",
    };

    private static Example[] ExamplesOf(BenchTest test, string prefix) => test switch
    {
        BenchTest.Throughput =>
        [
            new($"{prefix} throughput server.example.com", "plain TCP, writes of 512 to 65536 bytes"),
            new($"{prefix} throughput 2001:db8::5 --transport tcp,nsocket2 --size 8192 --repeats 10", "by turns, with ratio and its confidence interval"),
            new($"{prefix} throughput server -R --bytes 1G --json | jq 'select(.event == \"result\").cases'", "the server sends 1 GB; as JSON"),
        ],
        BenchTest.Latency =>
        [
            new($"{prefix} latency server.example.com", "one byte there and back, for 5 seconds, 5 times"),
            new($"{prefix} latency server --transport tcp,mptcp --connections 100 --calls blocking", "100 threads on each side"),
        ],
        _ =>
        [
            new($"{prefix} rate server.example.com --transport tcp,nsocket1,nsocket2", "what beginning a session costs"),
            new($"{prefix} rate server --closes client --source 192.0.2.1,192.0.2.2", "as in the thesis; two addresses have twice the ports"),
        ],
    };
}
