// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Module.Masking;

namespace PreserveStack.Module.Reporting;

/// <summary>The small files of a folder of /proc/sys or /sys, and of those in it, a line "key = value" each, as sysctl prints them.</summary>
/// <param name="Name">Name in the archive.</param>
/// <param name="Prefix">What keys begin with.</param>
/// <param name="Folder">The folder.</param>
/// <param name="Pattern">Names in it that are wanted.</param>
internal sealed record ValuesPart(string Name, string Prefix, string Folder, string Pattern = "*") : ReportPart(Name)
{
    private const int ShownNames = 3;

    public override Task<PartContent> CollectAsync(ReportSources sources, CancellationToken cancellationToken) => Task.FromResult(sources.Inside(Read));

    private PartContent Read()
    {
        if (!Directory.Exists(Folder))
        {
            return new PartContent(null, $"there is no {Folder}");
        }

        var text = new StringBuilder();
        var unreadable = new List<string>();
        foreach (string file in Files().Order(StringComparer.Ordinal))
        {
            string key = $"{Prefix}.{Path.GetRelativePath(Folder, file).Replace('.', '/').Replace('/', '.')}";
            if (Secrets.IsSetting(key))
            {
                text.Append(key).Append(" = [left out]\n");
            }
            else if (FilePart.Read(file).Text is { } value)
            {
                text.Append(key).Append(" = ").Append(value.TrimEnd('\n').Replace("\n", " | ", StringComparison.Ordinal)).Append('\n');
            }
            else
            {
                unreadable.Add(key);
            }
        }

        string more = unreadable.Count > ShownNames ? $" and {unreadable.Count - ShownNames} more" : "";
        return new PartContent(text.ToString(), unreadable.Count == 0 ? null : $"cannot read {string.Join(", ", unreadable.Take(ShownNames))}{more}");
    }

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder, Pattern, new EnumerationOptions { RecurseSubdirectories = Pattern == "*", IgnoreInaccessible = true })
            .Where(IsValue);

    // In sysfs a module has folders of its sections and of what it holds; only orders to it cannot be read.
    private static bool IsValue(string file) => (File.GetUnixFileMode(file) & (UnixFileMode.UserRead | UnixFileMode.OtherRead)) != 0;
}
