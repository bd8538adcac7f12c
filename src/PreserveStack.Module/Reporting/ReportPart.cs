// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Reporting;

/// <summary>One file of a report.</summary>
/// <param name="Name">Its name in the archive.</param>
internal abstract record ReportPart(string Name)
{
    /// <summary>Reads it. What is missing is told in the result, never thrown.</summary>
    public abstract Task<PartContent> CollectAsync(ReportSources sources, CancellationToken cancellationToken);
}

/// <summary>What a part holds.</summary>
/// <param name="Text">All that could be had; null when there is nothing.</param>
/// <param name="Missing">What is missing, and why; null when it is complete.</param>
internal sealed record PartContent(string? Text, string? Missing = null);
