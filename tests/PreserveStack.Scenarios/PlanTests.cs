// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Scenarios;

/// <summary>What runs where, and what is remembered: without any machine.</summary>
public sealed class PlanTests : IDisposable
{
    private const string Head = """
        #!/bin/bash
        # topology: two-links
        # machines: 6.1 6.12 uml debug smp-6.1
        # seconds: 7

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("preserve-plan-").FullName;

    [Fact]
    public void EverydayACaseRunsOnOneMachine()
    {
        var runs = Plan(null, "a", Parse("# case: A=1\n# case: A=2\n"));
        Assert.Equal(["s A=1", "s A=2"], runs.Select(run => run.Name));
        Assert.All(runs, run => Assert.Contains(run.Machine, ScenarioMachine.Everyday));
    }

    [Fact]
    public void CommitsTakeTheMachinesInTurn()
    {
        var scenario = Parse(string.Concat(Enumerable.Range(0, 60).Select(number => $"# case: A={number}\n")));
        foreach (var machine in ScenarioMachine.Everyday)
        {
            Assert.InRange(Plan(null, "a", scenario).Count(run => run.Machine == machine), 10, 30);
        }

        var first = scenario.WholeCases.Select((_, index) => Enumerable.Range(0, 30).Select(commit => Plan(null, $"c{commit}", scenario)[index].Machine));
        Assert.All(first, machines => Assert.Equal(ScenarioMachine.Everyday.Count, machines.Distinct().Count()));
    }

    [Fact]
    public void OneCommitAlwaysGivesTheSamePlan()
        => Assert.Equal(
            Plan(null, "a", Parse("# case: A=1\n# case: A=2\n")).Select(run => (run.Name, run.Machine, run.Seed)),
            Plan(null, "a", Parse("# case: A=1\n# case: A=2\n")).Select(run => (run.Name, run.Machine, run.Seed)));

    [Fact]
    public void WhatDependsOnTheKernelRunsOnEach()
        => Assert.Equal(["6.1", "6.12"], Plan(null, "a", Parse("# every: 6.1 6.12\n")).Select(run => run.Machine));

    [Theory]
    [InlineData("all", "6.1 6.12 uml debug")]
    [InlineData("debug", "debug")]
    [InlineData("smp", "smp-6.1")]
    [InlineData("all,smp", "6.1 6.12 uml debug smp-6.1")]
    public void TheWholeMatrixHasEveryMachine(string mode, string machines)
        => Assert.Equal(machines, string.Join(' ', Plan(mode, "a", Parse("")).Select(run => run.Machine)));

    [Fact]
    public void AnUnknownModeIsRefused() => Assert.Throws<FormatException>(() => ScenarioMode.Parse("some"));

    [Theory]
    [InlineData("A=1,2,3,4 B=1,2,3 C=1,2 d=1,2", 48, 12, 14)]
    [InlineData("A=1,2 B=1,2", 4, 4, 4)]
    [InlineData("A=1,2,3", 3, 3, 3)]
    [InlineData("A=1,2 B=1", 2, 2, 2)]
    public void PairsCoverEveryTwoValues(string factors, int product, int least, int most)
    {
        var scenario = Parse($"# pairs: {factors}\n");
        Assert.Equal(product, scenario.WholeCases.Count);
        Assert.InRange(scenario.EverydayCases.Count, least, most);
        Assert.Empty(PairsOf(scenario.WholeCases).Except(PairsOf(scenario.EverydayCases)));
        Assert.Equal(scenario.EverydayCases.Count, scenario.EverydayCases.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public void WhatDoesNotGoTogetherIsLeftOut()
    {
        var scenario = Parse("# pairs: CUT=silent,carrier FW=none,host,cpe\n# pairs: plain=client,server\n# except: CUT=carrier FW=cpe\n");
        Assert.Equal(10, scenario.WholeCases.Count);
        Assert.DoesNotContain(scenario.WholeCases, one => one.Arguments.Contains("CUT=carrier") && one.Arguments.Contains("FW=cpe"));
        Assert.Empty(PairsOf(scenario.WholeCases).Except(PairsOf(scenario.EverydayCases)));
    }

    [Fact]
    public void TheEverydayRunDoesATwentiethOfAmounts()
    {
        var scenario = Parse("# amount: PACKETS=1000000 CUTS=10\n");
        var everyday = Plan(null, "a", scenario).Single();
        Assert.Equal(["PACKETS=50000", "CUTS=1"], everyday.Arguments);
        Assert.Equal(7, everyday.Seconds);
        var whole = Plan("debug", "a", scenario).Single();
        Assert.Equal(["PACKETS=1000000", "CUTS=10"], whole.Arguments);
        Assert.Equal(140, whole.Seconds);
    }

    [Fact]
    public void ASeedIsGivenToWhatUsesOneAndDoesNotSayIt()
    {
        Assert.Equal(["SEED=5"], Plan(null, "5", Parse("\nRANDOM=${SEED:-1}\n")).Single().Arguments);
        Assert.Equal(["SEED=3"], Plan(null, "5", Parse("# case: SEED=3\n\nRANDOM=$SEED\n")).Single().Arguments);
        Assert.Empty(Plan(null, "5", Parse("\necho SEED\n")).Single().Arguments);
        Assert.InRange(new RunSeed("fcd30c2").Number, 1, 32767);
    }

    [Fact]
    public void ARunThatTakesLongerThanItSaysFails()
    {
        var run = Plan(null, "a", Parse("")).Single();
        Assert.Null(ScenarioClock.Complaint(run, ScenarioClock.Milliseconds("1..3\n# took 7000 ms\n3 passed, 0 failed\n")));
        Assert.Contains("declare 10", ScenarioClock.Complaint(run, ScenarioClock.Milliseconds("# took 7001 ms\n")), StringComparison.Ordinal);
        Assert.Null(ScenarioClock.Complaint(run, ScenarioClock.Milliseconds("")));
        Assert.Null(ScenarioClock.Complaint(run with { Machine = ScenarioMachine.Smp61 }, 60000));
    }

    [Fact]
    public async Task WhatPassedIsRememberedUntilSomethingOfItChanges()
    {
        var root = Path.Combine(_folder, "checkout");
        foreach (var file in (string[])["kmod/a.c", "vm/programs.list", "tests/inject/a.c", "src/PreserveStack.Lab/a.cs", "src/Other/a.cs", "tests/scenarios/lib.sh"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            await File.WriteAllTextAsync(Path.Combine(root, file), "one");
        }

        var script = Path.Combine(root, "tests/scenarios/s.sh");
        await File.WriteAllTextAsync(script, $"{Head}# case: A=1\n# case: A=2\n");
        var runs = Plan("all", "a", Scenario.Read(script));
        Assert.False(await Passed(root).ContainsAsync(runs[0]));
        await Passed(root).AddAsync(runs[0], 1234);
        Assert.True(await Passed(root).ContainsAsync(runs[0]));
        Assert.All(runs.Skip(1), run => Assert.False(Passed(root).ContainsAsync(run).Result));
        Assert.False(await Passed(root, "another kernel").ContainsAsync(runs[0]));
        await File.WriteAllTextAsync(Path.Combine(root, "src/Other/a.cs"), "two");
        Assert.True(await Passed(root).ContainsAsync(runs[0]));
        foreach (var file in (string[])["kmod/a.c", "vm/more.c", "src/PreserveStack.Lab/a.cs", "tests/scenarios/lib.sh", "tests/scenarios/s.sh"])
        {
            await Passed(root).AddAsync(runs[0], null);
            await File.AppendAllTextAsync(Path.Combine(root, file), "# two\n");
            Assert.False(await Passed(root).ContainsAsync(runs[0]), file);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private PassedRuns Passed(string root, string kernel = "a kernel")
        => new(new LabPaths { Root = root, Cache = Path.Combine(_folder, "cache") }, _ => Task.FromResult(kernel));

    private static Scenario Parse(string head) => Scenario.Parse("tests/scenarios/s.sh", Head + head);

    private static IReadOnlyList<ScenarioRun> Plan(string? mode, string commit, Scenario scenario)
        => new ScenarioPlan(ScenarioMode.Parse(mode), new RunSeed(commit)).Of([scenario]);

    private static HashSet<(string, string)> PairsOf(IEnumerable<ScenarioCase> cases)
        => [.. cases.Select(one => one.Name.Split(' ')).SelectMany(words => words.SelectMany(first => words.Select(second => (first, second))))];
}
