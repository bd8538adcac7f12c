// SPDX-License-Identifier: MIT
using System.Diagnostics;
using PreserveStack.Cli.Commands;
using PreserveStack.Cli.Testing;
using Xunit;

namespace PreserveStack.Cli.Tests;

public class TestingTests
{
    private const string Failing = """
        <UnitTestResult testName="D" testId="1" outcome="Failed"><Output><ErrorInfo><Message>boom</Message><StackTrace>at D</StackTrace></ErrorInfo></Output></UnitTestResult>
        """;

    [Fact]
    public void Results_are_counted()
    {
        SuiteResult result = TrxReader.Read("suite", Trx("", "Completed", ""));
        Assert.Equal((2, 0, 1), (result.Passed, result.Failed, result.Skipped));
    }

    [Fact]
    public void A_failure_keeps_its_message()
    {
        SuiteResult result = TrxReader.Read("suite", Trx(Failing, "Failed", ""));
        Assert.Equal((2, 1), (result.Passed, result.Failed));
        Assert.Equal(new TestFailure("Tests.D", "boom\nat D"), Assert.Single(result.Failures));
    }

    [Fact]
    public void A_test_host_that_crashed_is_a_failure()
    {
        SuiteResult result = TrxReader.Read("suite", Trx("", "Failed", "host crashed"));
        Assert.Equal("host crashed", Assert.Single(result.Failures).Message);
    }

    [Fact]
    public void A_malformed_result_file_is_a_failure() =>
        Assert.Equal(1, TrxReader.Read("suite", new StringReader("<TestRun>")).Failed);

    [Fact]
    public async Task Lines_of_TAP_are_counted_one_by_one()
    {
        SuiteResult result = await RunAsync("echo 'ok 1 - a'; echo 'not ok 2 - b'; echo '# why'; echo '1..2'; exit 2");
        Assert.Equal((1, 1), (result.Passed, result.Failed));
        Assert.Equal(new TestFailure("p: 2 - b", "why\n"), Assert.Single(result.Failures));
    }

    [Theory]
    [InlineData("true", 1, 0)]
    [InlineData("echo broken; exit 3", 0, 1)]
    [InlineData("echo 'ok 1 - a'; exit 3", 1, 1)]
    public async Task A_program_counts_by_its_status_too(string script, int passed, int failed)
    {
        SuiteResult result = await RunAsync(script);
        Assert.Equal((passed, failed), (result.Passed, result.Failed));
    }

    [Fact]
    public async Task A_program_that_is_interrupted_is_killed()
    {
        using var interrupt = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync("sleep 60", interrupt.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task When_the_build_fails_nothing_else_is_run()
    {
        var suite = new CountingSuite(new SuiteResult("s", 1, 0, 0, []));
        IReadOnlyList<SuiteResult> results = await new TestRun(new TestProgress(TextWriter.Null, new Cli().CreateServices().Terminal, live: false))
            .RunAsync(new CountingSuite(SuiteResult.Broken("build", "error CS0103")), [suite], default);
        Assert.Equal(1, Assert.Single(results).Failed);
        Assert.Equal(0, suite.Runs);
    }

    [Theory]
    [InlineData(3, 0, 0, "3 passed, 0 failed\n", ExitStatus.Success)]
    [InlineData(3, 1, 0, "3 passed, 1 failed\n", ExitStatus.Failure)]
    [InlineData(3, 0, 2, "2 skipped\n3 passed, 0 failed\n", ExitStatus.Success)]
    [InlineData(0, 0, 0, "0 passed, 0 failed\n", ExitStatus.Failure)]
    public void The_last_line_adds_up_and_nothing_run_is_no_success(int passed, int failed, int skipped, string expected, int status)
    {
        var output = new StringWriter();
        Assert.Equal(status, TestCommand.Conclude(output, [new SuiteResult("s", passed, failed, skipped, [])], asJson: false));
        Assert.Equal(expected, output.ToString());
    }

    [Fact]
    public void Quick_suites_come_first_and_the_modes_run_only_scenarios()
    {
        var workspace = new Workspace(Checkout.Root);
        string[] all = [.. TestPlan.For(workspace, new TestSelection(null)).Select(suite => suite.Name)];
        Assert.Equal("tests/codec", all[0]);
        Assert.Contains("C# formatting", all);
        Assert.Contains("kmod sparse and warnings (6.12)", all);
        Assert.Contains("PreserveStack.Cli.Tests", all);
        Assert.All(
            TestPlan.For(workspace, new TestSelection(null) { Debug = true }),
            suite => Assert.Contains(suite.Name, (string[])["PreserveStack.Scenarios (debug)", "kmod line coverage"]));
        Assert.DoesNotContain("C# formatting", TestPlan.For(workspace, new TestSelection("X")).Select(suite => suite.Name));
    }

    [Theory]
    [InlineData(false, false, false, null, false)]
    [InlineData(true, false, false, "all", false)]
    [InlineData(true, false, true, "all,smp", false)]
    [InlineData(false, true, true, "debug,smp", true)]
    public void The_parts_of_the_matrix_are_added_up(bool all, bool debug, bool smp, string? mode, bool onlyScenarios)
    {
        var selection = new TestSelection(null) { All = all, Debug = debug, Smp = smp };
        Assert.Equal((mode, onlyScenarios), (selection.Mode, selection.OnlyScenarios));
        string[] names = [.. TestPlan.For(new Workspace(Checkout.Root), selection).Select(suite => suite.Name)];
        Assert.Contains("PreserveStack.Scenarios" + (mode is null ? "" : $" ({mode})"), names);
        Assert.Equal(!onlyScenarios, names.Contains("C# formatting"));
    }

    [Fact]
    public void Counts_of_lines_are_added_up_by_source()
    {
        var counts = new LineCounts();
        counts.Add(Gcov("/c/x.partial/build/conn/a.c", (1, 0), (2, 3)));
        counts.Add(Gcov("/c/x.partial/build/conn/a.c", (1, 1), (2, 0), (3, 0)));
        counts.Add(Gcov("/c/x.partial/build/wire/b.h", (9, 0)));
        counts.Add(Gcov("/c/x.partial/build/tests/t.c", (1, 0)));
        counts.Add(Gcov("./include/linux/list.h", (1, 0)));
        Assert.Equal(50, counts.Covered);
        Assert.Equal(["conn/a.c", "wire/b.h"], counts.Files.Select(file => file.Name));
        Assert.Equal([3], counts.Files[0].Missing);
        Assert.Equal(["   0.0 %     0 of     1  wire/b.h", "  66.7 %     2 of     3  conn/a.c"], counts.Table());
    }

    [Fact]
    public async Task Outside_a_checkout_there_is_nothing_to_test()
    {
        using var cli = new Cli { HasCheckout = false };
        Assert.Equal(ExitStatus.Missing, await cli.RunAsync("test"));
    }

    private static string Gcov(string file, params (int Number, int Count)[] lines)
        => $$"""{"files": [{"file": "{{file}}", "lines": [{{string.Join(", ", lines.Select(line => $$"""{"line_number": {{line.Number}}, "count": {{line.Count}}}"""))}}]}]}""";

    private static StringReader Trx(string more, string outcome, string text) => new($"""
        <?xml version="1.0"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testName="A" outcome="Passed" />
            <UnitTestResult testName="B" outcome="Passed" />
            <UnitTestResult testName="C" outcome="NotExecuted" />
            {more}
          </Results>
          <TestDefinitions><UnitTest id="1"><TestMethod className="Some.Tests" /></UnitTest></TestDefinitions>
          <ResultSummary outcome="{outcome}"><RunInfos><RunInfo><Text>{text}</Text></RunInfo></RunInfos></ResultSummary>
        </TestRun>
        """);

    private static Task<SuiteResult> RunAsync(string script, CancellationToken cancellationToken = default) =>
        new ProgramSuite("p", new ProcessStartInfo("sh", ["-c", script])).RunAsync(_ => { }, cancellationToken);

    private sealed class CountingSuite(SuiteResult result) : ITestSuite
    {
        public int Runs { get; private set; }

        public string Name => result.Name;

        public Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
        {
            Runs++;
            return Task.FromResult(result);
        }
    }
}
