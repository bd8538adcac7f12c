// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Module.Masking;

namespace PreserveStack.Module.Reporting;

/// <summary>Puts what a bug report needs into one archive. What cannot be had is named, and is no failure.</summary>
/// <param name="sources">Where it is found.</param>
public sealed class DebugReport(ReportSources sources)
{
    private const string ManifestName = "MANIFEST";
    private const int MostCharacters = 16 << 20;

    /// <summary>A name for an archive that is made now.</summary>
    public string DefaultFile => $"{Folder}.tar.gz";

    private string Folder => $"preserve-report-{sources.Time.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";

    /// <summary>Collects, and writes the archive.</summary>
    /// <param name="path">Where it goes; there must be no such file.</param>
    /// <param name="isMasked">Whether addresses and names are replaced by pseudonyms.</param>
    /// <param name="cancellationToken">Stops; no archive is left.</param>
    /// <exception cref="ModuleException">The network namespace cannot be entered.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    public async Task<ReportSummary> WriteAsync(string path, bool isMasked, CancellationToken cancellationToken)
    {
        DateTimeOffset time = sources.Time.GetLocalNow();
        string folder = Folder;
        Func<string, string> mask = isMasked ? CreateMask() : text => text;
        var files = new List<(string Name, string Text)>();
        var parts = new List<ReportFile>();
        foreach (ReportPart part in ReportParts.Of(sources))
        {
            PartContent content = Shorten(await CollectAsync(part, cancellationToken).ConfigureAwait(false));
            string name = mask(part.Name);
            string? missing = content.Missing is null ? null : mask(Secrets.Remove(content.Missing));
            parts.Add(new ReportFile(name, missing));
            if (content.Text is { } text)
            {
                files.Add((name, mask(Secrets.Remove(text))));
            }
        }

        var summary = new ReportSummary(path, isMasked, Environment.IsPrivilegedProcess, parts);
        await ReportArchive.WriteAsync(path, folder, time, files.Prepend((ManifestName, mask(Manifest(summary, time)))), cancellationToken).ConfigureAwait(false);
        return summary;
    }

    // What vanishes while it is read is missing as well.
    private async Task<PartContent> CollectAsync(ReportPart part, CancellationToken cancellationToken)
    {
        try
        {
            return await part.CollectAsync(sources, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new PartContent(null, exception.Message);
        }
    }

    private static PartContent Shorten(PartContent content) =>
        content.Text is { Length: > MostCharacters } text
            ? new PartContent(text[..(text.LastIndexOf('\n', MostCharacters) + 1)], content.Missing ?? $"only the first {MostCharacters >> 20} MiB are here")
            : content;

    private string Manifest(ReportSummary summary, DateTimeOffset time)
    {
        string[] head =
        [
            "A report of 'preserve debug-report': what is in it, and what is missing.",
            $"made: {time.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)}",
            $"as root: {(summary.AsRoot ? "yes" : "no")}",
            $"network namespace: {sources.Namespace?.Path ?? "the caller's own"}",
            $"masked: {(summary.Masked ? "addresses, names of host and users" : "no")}",
            "",
        ];
        return string.Concat(head.Concat(summary.Files.Select(file => $"{file.Name}: {file.Missing ?? "complete"}")).Select(line => line + "\n"));
    }

    private Func<string, string> CreateMask()
    {
        string? host = FilePart.Read($"{sources.Files.Proc}/sys/kernel/hostname").Text?.Trim();
        string[] hosts = host is null or "localhost" or "(none)" ? [] : [host, host.Split('.')[0]];
        string?[] users = [Environment.GetEnvironmentVariable("SUDO_USER"), Environment.UserName];
        var texts = new TextMask(AddressMask.Random(), hosts, users.OfType<string>().Where(name => name != "root"));
        return texts.Mask;
    }
}
