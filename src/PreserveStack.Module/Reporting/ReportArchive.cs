// SPDX-License-Identifier: MIT
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace PreserveStack.Module.Reporting;

/// <summary>Writes a report as tar.gz that only its owner can read.</summary>
internal static class ReportArchive
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes the archive.</summary>
    /// <param name="path">Where it goes. There must be no such file: a link that somebody else put there is not followed.</param>
    /// <param name="folder">The folder in the archive.</param>
    /// <param name="time">Of the files.</param>
    /// <param name="files">Names and texts.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task WriteAsync(
        string path, string folder, DateTimeOffset time, IEnumerable<(string Name, string Text)> files, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        await using var file = new FileStream(path, options);
        try
        {
            await using var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            await using var archive = new TarWriter(compressed, TarEntryFormat.Pax);
            foreach ((string name, string text) in files)
            {
                using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
                var entry = new PaxTarEntry(TarEntryType.RegularFile, $"{folder}/{name}") { DataStream = content, Mode = OwnerOnly, ModificationTime = time };
                await archive.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            File.Delete(path);
            throw;
        }
    }
}
