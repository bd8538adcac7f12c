// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Globalization;
using PreserveStack.Cli.Commands;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Testing;

/// <summary>Chooses the suites: quick ones first, so that what is plainly broken is told soon.</summary>
internal static class TestPlan
{
    private const string Scenarios = "PreserveStack.Scenarios";
    private const int FuzzingSeconds = 60;

    public static IReadOnlyList<ITestSuite> For(Workspace workspace, TestSelection selection)
    {
        string tests = Path.Combine(workspace.Root, "tests");
        string[] projects = [.. Directory.GetFiles(tests, "*.csproj", SearchOption.AllDirectories)
            .Where(project => Path.GetFileName(Path.GetDirectoryName(project)) == Path.GetFileNameWithoutExtension(project))
            .OrderBy(IsScenarios)
            .ThenBy(project => project, StringComparer.Ordinal)];
        IEnumerable<ITestSuite> dotnet = projects
            .Where(project => !selection.OnlyScenarios || IsScenarios(project))
            .Select(project => new DotnetSuite(workspace, project, selection.Filter, IsScenarios(project) ? selection.Mode : null));
        if (selection.All || selection.Debug)
        {
            dotnet = dotnet.Append(new CoverageSuite(workspace));
        }

        if (selection.OnlyScenarios || selection.Filter is not null)
        {
            return [.. dotnet];
        }

        // Tests in C bring a Makefile with a target "test" that prints TAP.
        IEnumerable<ITestSuite> native = Directory.GetDirectories(tests)
            .Where(HasTests)
            .Order(StringComparer.Ordinal)
            .Select(folder => new ProgramSuite(
                $"tests/{Path.GetFileName(folder)}", workspace.Program("make", "--silent", "--no-print-directory", "-C", folder, "test")));
        return [.. native, Fuzzing(workspace, tests), Formatting(workspace), .. ModuleSources(workspace), .. dotnet];
    }

    private static bool HasTests(string folder)
    {
        string makefile = Path.Combine(folder, "Makefile");
        return File.Exists(makefile) && File.ReadLines(makefile).Any(line => line.StartsWith("test:", StringComparison.Ordinal));
    }

    private static bool IsScenarios(string project) => Path.GetFileNameWithoutExtension(project) == Scenarios;

    // sparse and all warnings against each stock kernel; checkpatch, which only comes with a kernel's whole source, once.
    private static IEnumerable<ITestSuite> ModuleSources(Workspace workspace)
    {
        foreach (string series in LabOptions.Kernels)
        {
            yield return new KernelTreeSuite(
                $"kmod sparse and warnings ({series})",
                workspace,
                new MachineOptions { Kernel = series },
                kernel => [$"KDIR={kernel.BuildDirectory}", "check"]);
        }

        yield return new KernelTreeSuite(
            "kmod checkpatch and spelling",
            workspace,
            new MachineOptions { Kind = MachineKind.Uml },
            kernel => [$"CHECKPATCH={kernel.BuildDirectory}/scripts/checkpatch.pl", "style"]);
    }

    private static ProgramSuite Fuzzing(Workspace workspace, string tests) => new(
        $"tests/codec fuzzing ({FuzzingSeconds} s)",
        workspace.Program(
            "make", "--silent", "--no-print-directory", "-C", Path.Combine(tests, "codec"), string.Create(CultureInfo.InvariantCulture, $"FOR={FuzzingSeconds}"), "fuzz"));

    private static ProgramSuite Formatting(Workspace workspace)
    {
        ProcessStartInfo program = workspace.Dotnet("format", workspace.Solution, "--verify-no-changes", "--no-restore", "--verbosity", "minimal");

        // This command has no option for it, but MSBuild takes properties from the environment.
        program.Environment["ArtifactsPath"] = workspace.Artifacts;
        return new ProgramSuite("C# formatting", program);
    }
}
