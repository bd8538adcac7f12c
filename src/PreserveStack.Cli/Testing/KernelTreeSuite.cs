// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Cli.Testing;

/// <summary>A target of the module's Makefile that needs the tree of a kernel.</summary>
/// <param name="name">Name of the suite.</param>
/// <param name="workspace">The checkout.</param>
/// <param name="machine">The machine whose kernel it is.</param>
/// <param name="arguments">What make is told, given the tree.</param>
internal sealed class KernelTreeSuite(string name, Workspace workspace, MachineOptions machine, Func<LinuxKernel, string[]> arguments) : ITestSuite
{
    public string Name => name;

    public async Task<SuiteResult> RunAsync(Action<TestEnd> onTest, CancellationToken cancellationToken)
    {
        // kbuild writes beside the sources, and cannot work below a folder with a blank in its name.
        DirectoryInfo copy = Directory.CreateTempSubdirectory("preserve-kmod-");
        try
        {
            LinuxKernel kernel = await new KernelTrees(LabPaths.Find()).GetAsync(machine, cancellationToken).ConfigureAwait(false);
            Copy(Path.Combine(workspace.Root, "kmod"), copy.FullName);
            return await new ProgramSuite(
                name, workspace.Program("make", ["--silent", "--no-print-directory", "-C", copy.FullName, .. arguments(kernel)]))
                .RunAsync(onTest, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MachineException or LabPrerequisiteException)
        {
            return SuiteResult.Broken(name, exception.Message);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
