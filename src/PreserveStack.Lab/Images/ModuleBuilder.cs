// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>Builds the kernel module of this repository, once per version of its sources and kernel.</summary>
/// <param name="cache">Keeps the builds.</param>
internal sealed class ModuleBuilder(LabCache cache)
{
    private const string Kind = "modules";
    private const string UnitTests = "tests";

    /// <summary>Where a debugger thinks that the sources are: which checkout a cached build came from does not matter.</summary>
    public const string SourcesOfDebugger = "/preserve/kmod";

    /// <summary>Folder of a build with what the compiler noted about lines; only where they are counted.</summary>
    private const string Notes = "notes";

    /// <summary>Raised when this code builds other files from the same sources.</summary>
    private const string Format = "3";

    /// <summary>Builds for a kernel, and returns the folder of what gcov needs beside the counts of that kernel; empty where lines are not counted.</summary>
    public async Task<string> NotesAsync(string sources, LinuxKernel kernel, CancellationToken cancellationToken)
        => Path.Combine(await FolderAsync(sources, kernel, false, cancellationToken).ConfigureAwait(false), Notes);

    /// <summary>Builds for a kernel and returns all resulting .ko files; preserve.ko and preserve_paths.ko are the product's.</summary>
    /// <param name="sources">The folder kmod.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="forDebugger">Whether they know lines and types; the code is the same.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MachineException">It does not compile; the message has the compiler's errors.</exception>
    public async Task<IReadOnlyList<string>> BuildAsync(string sources, LinuxKernel kernel, bool forDebugger, CancellationToken cancellationToken)
        => [.. Directory.EnumerateFiles(await FolderAsync(sources, kernel, forDebugger, cancellationToken).ConfigureAwait(false), "*.ko").Order(StringComparer.Ordinal)];

    private async Task<string> FolderAsync(string sources, LinuxKernel kernel, bool forDebugger, CancellationToken cancellationToken)
    {
        string[] files = SourcesIn(sources);
        using var key = new ContentKey();
        key.Add(Format).Add(kernel.Key).Add(string.Join(' ', kernel.MakeArguments)).AddFiles(sources, files);
        return await cache.GetAsync(
            Path.Combine(Kind, $"{kernel.Release}{(forDebugger ? "-gdb" : "")}-{key}"),
            (directory, token) => BuildAsync(sources, files, kernel, forDebugger, directory, token),
            cancellationToken).ConfigureAwait(false);
    }

    private static string[] SourcesIn(string directory)
    {
        if (!File.Exists(Path.Combine(directory, "Makefile")) && !File.Exists(Path.Combine(directory, "Kbuild")))
        {
            throw new LabPrerequisiteException($"the kernel module's sources are missing: there is no Makefile in {directory}");
        }

        return [.. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(directory, file))
            .Where(IsSource)
            .Order(StringComparer.Ordinal)];
    }

    private static bool IsSource(string file) =>
        Path.GetFileName(file) is "Kbuild" or "Makefile" ||
        (Path.GetExtension(file) is ".c" or ".h" && !file.EndsWith(".mod.c", StringComparison.Ordinal));

    private static async Task BuildAsync(
        string sources, string[] files, LinuxKernel kernel, bool forDebugger, string directory, CancellationToken cancellationToken)
    {
        string build = Path.Combine(directory, "build");
        foreach (string file in files)
        {
            string target = Path.Combine(build, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(sources, file), target);
        }

        string[] more = forDebugger ? [$"KCFLAGS=-g -fdebug-prefix-map={build}={SourcesOfDebugger}"] : [];
        await MakeAsync(kernel, build, cancellationToken, more).ConfigureAwait(false);
        string unitTests = Path.Combine(build, UnitTests);
        if (kernel.RunsUnitTests && Directory.Exists(unitTests))
        {
            // Built into the kernel, KUnit would make its suites want to be so too.
            await MakeAsync(kernel, unitTests, cancellationToken, "CONFIG_KUNIT=m").ConfigureAwait(false);
        }

        foreach (string module in Directory.EnumerateFiles(build, "*.ko", SearchOption.AllDirectories))
        {
            File.Move(module, Path.Combine(directory, Path.GetFileName(module)));
        }

        string notes = Path.Combine(directory, Notes);
        Directory.CreateDirectory(notes);
        foreach (string file in Directory.EnumerateFiles(build, "*.gcno", SearchOption.AllDirectories))
        {
            string target = Path.Combine(notes, Path.GetRelativePath(build, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file, target);
        }

        Directory.Delete(build, recursive: true);
    }

    private static Task MakeAsync(LinuxKernel kernel, string directory, CancellationToken cancellationToken, params string[] more) =>
        HostCommand.RunAsync(
            $"building the kernel module for {kernel.Release}",
            "make",
            ["-s", "-j2", "-C", kernel.BuildDirectory, "M=" + directory, .. kernel.MakeArguments, .. more, "modules"],
            cancellationToken);
}
