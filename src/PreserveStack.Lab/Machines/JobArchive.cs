// SPDX-License-Identifier: MIT
using System.Security.Cryptography;
using System.Text;
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>What a job adds to the image, as init takes it before it starts the script.</summary>
internal static class JobArchive
{
    /// <summary>Folder that init reads, by the path that is no link.</summary>
    private const string LabFolder = "/usr/lib/lab";

    /// <summary>Folder of the module, /lib/preserve in the guest.</summary>
    private const string ModuleFolder = "/usr/lib/preserve";

    /// <summary>Writes the archive.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="job">The job.</param>
    /// <param name="seed">Of the machine's random numbers.</param>
    /// <param name="programs">Programs of the host for /usr/bin.</param>
    /// <param name="packages">Folders whose content belongs into the root.</param>
    /// <param name="modules">Kernel modules for /lib/preserve.</param>
    public static void Write(
        Stream stream, GuestJob job, int seed, IReadOnlyList<string> programs, IReadOnlyList<string> packages, IReadOnlyList<string> modules)
    {
        var archive = new CpioWriter(stream);
        archive.AddText(LabFolder + "/script", job.Script);
        archive.AddFile(LabFolder + "/environment", Environment(job));
        archive.AddFile(LabFolder + "/seed", SHA256.HashData(BitConverter.GetBytes(seed)));
        foreach (string program in programs)
        {
            archive.AddFile("/usr/bin/" + Path.GetFileName(program), File.ReadAllBytes(program), Modes.Program);
        }

        foreach ((string path, FileSystemInfo entry) in packages.SelectMany(FetchedPrograms.Entries))
        {
            if (entry.LinkTarget is { } target)
            {
                archive.AddLink(ImageContent.Canonical(path), target);
            }
            else
            {
                archive.AddFile(ImageContent.Canonical(path), File.ReadAllBytes(entry.FullName), entry.UnixFileMode);
            }
        }

        foreach (string module in modules)
        {
            archive.AddFile($"{ModuleFolder}/{Path.GetFileName(module)}", File.ReadAllBytes(module));
        }

        foreach (GuestFile file in job.Files)
        {
            archive.AddFile(ImageContent.Canonical(file.GuestPath), file.Content.Span, file.Mode);
        }

        archive.End();
    }

    private static byte[] Environment(GuestJob job) =>
        Encoding.UTF8.GetBytes(string.Concat(job.Environment
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}={pair.Value}\0")));
}
