// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;

namespace PreserveStack.Module.Reporting;

/// <summary>What a program prints.</summary>
/// <param name="Name">Name in the archive.</param>
/// <param name="Tool">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record ToolPart(string Name, string Tool, params string[] Arguments) : ReportPart(Name)
{
    /// <summary>Takes what is wanted of the output. Defaults to all of it.</summary>
    public Func<string, string> Filter { get; init; } = output => output;

    public override async Task<PartContent> CollectAsync(ReportSources sources, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(sources.ToolLimit);
        try
        {
            // A program inherits the namespace of the thread that starts it.
            ToolResult result = await sources.Inside(() => sources.Tools.RunAsync(Tool, Arguments, limit.Token)).ConfigureAwait(false);
            return result.ExitStatus == 0
                ? new PartContent(Filter(result.Output))
                : new PartContent(Filter(result.Output), $"{Command} ended with status {result.ExitStatus}: {result.FirstError()}");
        }
        catch (MissingPrerequisiteException)
        {
            return new PartContent(null, $"there is no program {Tool}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PartContent(null, $"{Command} was stopped after {sources.ToolLimit.TotalSeconds:0.#} s");
        }
    }

    private string Command => string.Join(' ', Arguments.Prepend(Tool));
}
