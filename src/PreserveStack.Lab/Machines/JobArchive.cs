// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>Lays a job over an image: a second archive behind the first one in the RAM disk.</summary>
internal static class JobArchive
{
    /// <summary>Folder that init reads, by the path that is no link.</summary>
    private const string LabFolder = "/usr/lib/lab";

    /// <summary>Folder of the module, /lib/preserve in the guest.</summary>
    private const string ModuleFolder = "/usr/lib/preserve";

    /// <summary>Writes image and job into one file.</summary>
    /// <param name="image">The image's archive.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="job">The job.</param>
    /// <param name="modules">Kernel modules for /lib/preserve.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task WriteAsync(
        string image, string target, GuestJob job, IReadOnlyList<string> modules, CancellationToken cancellationToken)
    {
        using var archive = new MemoryStream();
        Write(archive, job, modules);
        await using FileStream output = File.Create(target);
        await using FileStream input = File.OpenRead(image);
        await input.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
        archive.Position = 0;
        await archive.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the job's own archive.</summary>
    public static void Write(Stream stream, GuestJob job, IReadOnlyList<string> modules)
    {
        var archive = new CpioWriter(stream);
        archive.AddText(LabFolder + "/script", job.Script);
        archive.AddFile(LabFolder + "/environment", Environment(job));
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
