// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Reporting;

/// <summary>A file as it is.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Path">Where it is.</param>
internal sealed record FilePart(string Name, string Path) : ReportPart(Name)
{
    public override Task<PartContent> CollectAsync(ReportSources sources, CancellationToken cancellationToken) =>
        Task.FromResult(sources.Inside(() => Read(Path)));

    /// <summary>A file's text, or why there is none.</summary>
    internal static PartContent Read(string path)
    {
        try
        {
            return new PartContent(File.ReadAllText(path));
        }
        catch (UnauthorizedAccessException)
        {
            return new PartContent(null, $"reading {path} takes root");
        }
        catch (IOException exception)
        {
            return new PartContent(null, File.Exists(path) ? $"cannot read {path}: {exception.Message}" : $"there is no {path}");
        }
    }
}
