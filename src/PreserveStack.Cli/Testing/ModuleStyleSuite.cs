// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Testing;

/// <summary>
/// The module's sources against one kernel: sparse, all warnings, checkpatch and spelling. They are copied first, because
/// kbuild writes beside them.
/// </summary>
internal sealed class ModuleStyleSuite(Workspace workspace, string kernel) : ITestSuite
{
    private static readonly string[] Targets = ["check", "style"];

    public string Name { get; } = $"kmod checks ({kernel})";

    public async Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
    {
        LinuxKernel headers;
        try
        {
            headers = await new StockKernels(new LabCache(LabPaths.Find().Cache)).GetAsync(kernel, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MachineException or LabPrerequisiteException)
        {
            return SuiteResult.Broken(Name, exception.Message);
        }

        string copy = Path.Combine(workspace.Build, $"kmod-{kernel}");
        Copy(Path.Combine(workspace.Root, "kmod"), copy);
        var results = new List<SuiteResult>();
        foreach (string target in Targets)
        {
            var make = new ProgramSuite(
                $"{Name}: {target}",
                workspace.Program("make", "--silent", "--no-print-directory", "-C", copy, $"KDIR={headers.BuildDirectory}", target));
            results.Add(await make.RunAsync(onTest, cancellationToken).ConfigureAwait(false));
        }

        return new SuiteResult(
            Name, results.Sum(result => result.Passed), results.Sum(result => result.Failed), 0, [.. results.SelectMany(result => result.Failures)]);
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
