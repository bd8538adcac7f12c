// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json;

namespace PreserveStack.Module.Reporting;

/// <summary>What became of a report.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Masked">Whether addresses and names are pseudonyms.</param>
/// <param name="AsRoot">Whether it was made by root, who can read more.</param>
/// <param name="Files">What is in it, and what is missing.</param>
public sealed record ReportSummary(string Path, bool Masked, bool AsRoot, IReadOnlyList<ReportFile> Files)
{
    /// <summary>The same as JSON.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("path", Path);
            json.WriteBoolean("masked", Masked);
            json.WriteBoolean("as_root", AsRoot);
            json.WriteStartArray("files");
            foreach (ReportFile file in Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteString("missing", file.Missing);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}

/// <summary>A file of a report.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Missing">What is missing of it, or that it is, and why; null when it is complete.</param>
public sealed record ReportFile(string Name, string? Missing);
