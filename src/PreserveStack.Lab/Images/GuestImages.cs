// SPDX-License-Identifier: MIT
using System.IO.Enumeration;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Images;

/// <summary>
/// Builds the RAM disk with init and what jobs may call of the host's own programs and the kernel's modules. Uncompressed, because a guest would unpack it by emulated instructions.
/// </summary>
/// <param name="paths">Where vm/ is.</param>
/// <param name="cache">Keeps the images.</param>
/// <param name="helpers">Builds init.</param>
internal sealed class GuestImages(LabPaths paths, LabCache cache, HelperPrograms helpers)
{
    private const string Kind = "images";
    private const string FileName = "image.cpio";
    private const string PackageDatabase = "/var/lib/dpkg/status";

    /// <summary>Raised when this code writes another image from the same inputs.</summary>
    private const string Format = "2";

    /// <summary>The image for a kernel: path of an archive in the format of <see cref="CpioWriter"/>.</summary>
    /// <exception cref="LabPrerequisiteException">The host lacks programs; the message names packages.</exception>
    public async Task<string> GetAsync(LinuxKernel kernel, CancellationToken cancellationToken)
    {
        string listFile = Path.Combine(paths.Vm, "image.list");
        string list = await File.ReadAllTextAsync(listFile, cancellationToken).ConfigureAwait(false);
        string init = await helpers.InitAsync(cancellationToken).ConfigureAwait(false);
        using var key = new ContentKey();
        key.Add(Format).Add(list).Add(kernel.ModulesRoot is null ? "built in" : kernel.Key).AddFile(PackageDatabase).AddFile(init);
        string name = kernel.ModulesRoot is null ? "uml" : kernel.Release;
        string folder = await cache.GetAsync(
            Path.Combine(Kind, $"{name}-{key}"),
            async (directory, token) =>
            {
                cache.Prune(Kind);
                await BuildAsync(ImageSpecification.Parse(list), kernel, init, directory, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return Path.Combine(folder, FileName);
    }

    private async Task BuildAsync(
        ImageSpecification specification, LinuxKernel kernel, string init, string directory, CancellationToken cancellationToken)
    {
        ImageContent content = await CollectAsync(specification, cancellationToken).ConfigureAwait(false);
        string staging = Path.Combine(directory, "staging");
        var early = new EarlyModules([], []);
        if (kernel.ModulesRoot is { } root)
        {
            early = await StageModulesAsync(specification, kernel.Release, root, staging, cancellationToken).ConfigureAwait(false);
            foreach (string file in Directory.EnumerateFiles(staging, "*", SearchOption.AllDirectories))
            {
                content.Add("/" + Path.GetRelativePath(staging, file), file);
            }
        }

        await using (FileStream stream = File.Create(Path.Combine(directory, FileName)))
        {
            Write(new CpioWriter(stream), content, init, early);
        }

        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }
    }

    private async Task<ImageContent> CollectAsync(ImageSpecification specification, CancellationToken cancellationToken)
    {
        string[] missing = [.. specification.Programs.Where(program => !File.Exists(program))];
        if (missing.Length > 0)
        {
            throw new LabPrerequisiteException(
                $"the host lacks {string.Join(", ", missing)}: run 'preserve setup', which installs the packages of {Path.Combine(paths.Vm, "packages.list")}");
        }

        string[] files = [.. specification.Programs, .. specification.Trees.SelectMany(FilesIn)];
        var content = new ImageContent();
        foreach (string file in files)
        {
            content.Add(file);
        }

        string[] binaries =
        [
            .. specification.Programs,
            .. files.Where(file => file.EndsWith(".so", StringComparison.Ordinal) || file.Contains(".so.", StringComparison.Ordinal)),
        ];
        foreach (string library in await SharedLibraries.OfAsync(binaries, cancellationToken).ConfigureAwait(false))
        {
            content.Add(library);
        }

        return content;
    }

    private static IEnumerable<string> FilesIn(ImageTree tree)
    {
        if (File.Exists(tree.Path))
        {
            return [tree.Path];
        }

        // A tree that is absent belongs to another version of its package.
        return Directory.Exists(tree.Path) ? FilesIn(new DirectoryInfo(tree.Path), tree.Excluded) : [];
    }

    private static IEnumerable<string> FilesIn(DirectoryInfo directory, IReadOnlyList<string> excluded)
    {
        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (excluded.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false)))
            {
                continue;
            }

            if (entry is DirectoryInfo { LinkTarget: null } below)
            {
                foreach (string file in FilesIn(below, excluded))
                {
                    yield return file;
                }
            }
            else if (entry is FileInfo && entry.ResolveLinkTarget(returnFinalTarget: true) is null or { Exists: true })
            {
                yield return entry.FullName;
            }
        }
    }

    private static async Task<EarlyModules> StageModulesAsync(
        ImageSpecification specification, string release, string root, string staging, CancellationToken cancellationToken)
    {
        string source = Path.Combine(root, "lib", "modules", release);
        string target = Path.Combine(staging, "lib", "modules", release);
        Directory.CreateDirectory(target);
        foreach (string index in (string[])["modules.builtin", "modules.builtin.modinfo", "modules.order"])
        {
            File.Copy(Path.Combine(source, index), Path.Combine(target, index));
        }

        var modules = KernelModuleSet.Parse(
            await File.ReadAllTextAsync(Path.Combine(source, "modules.dep"), cancellationToken).ConfigureAwait(false));
        IReadOnlyList<string> files = modules.FilesOf(
            [.. specification.BootModules, .. specification.RootModules, .. specification.Modules]);
        foreach (string file in files)
        {
            await StageModuleAsync(
                Path.Combine(source, file), Path.Combine(target, KernelModuleSet.Unpacked(file)), cancellationToken).ConfigureAwait(false);
        }

        await HostCommand.RunAsync("indexing the image's kernel modules", "depmod", ["-b", staging, release], cancellationToken)
            .ConfigureAwait(false);
        return new EarlyModules(GuestPaths(specification.BootModules), GuestPaths(specification.RootModules));

        string[] GuestPaths(IEnumerable<string> names) =>
            [.. modules.FilesOf(names).Select(file => $"/lib/modules/{release}/{KernelModuleSet.Unpacked(file)}")];
    }

    private static async Task StageModuleAsync(string source, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (source.EndsWith(".ko", StringComparison.Ordinal))
        {
            File.Copy(source, target);
            return;
        }

        string program = Path.GetExtension(source) switch { ".xz" => "xz", ".zst" => "zstd", _ => "gzip" };
        await HostCommand.RunAsync(
            "unpacking a kernel module", "sh", ["-c", $"{program} -dc <\"$1\" >\"$2\"", "sh", source, target], cancellationToken)
            .ConfigureAwait(false);
    }

    private static void Write(CpioWriter archive, ImageContent content, string init, EarlyModules early)
    {
        foreach (string directory in GuestFileSystem.Directories)
        {
            archive.AddDirectory(directory);
        }

        archive.AddDirectory("/tmp", Modes.Temporary);
        foreach ((string path, string target) in GuestFileSystem.Links)
        {
            archive.AddLink(path, target);
        }

        foreach ((string path, string text) in GuestFileSystem.Texts)
        {
            archive.AddText(path, text);
        }

        foreach (string link in content.Links)
        {
            archive.AddLink(link, new FileInfo(link).LinkTarget!);
        }

        foreach ((string guestPath, string hostPath) in content.Files)
        {
            // Python compares the time of a source with the one its compiled form remembers.
            archive.AddFile(guestPath, File.ReadAllBytes(hostPath), File.GetUnixFileMode(hostPath), File.GetLastWriteTimeUtc(hostPath));
        }

        archive.AddFile("/init", File.ReadAllBytes(init), Modes.Program);
        archive.AddText("/usr/lib/lab/boot-modules", Lines(early.Boot));
        archive.AddText("/usr/lib/lab/root-modules", Lines(early.Root));
        archive.End();
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private sealed record EarlyModules(IReadOnlyList<string> Boot, IReadOnlyList<string> Root);
}
