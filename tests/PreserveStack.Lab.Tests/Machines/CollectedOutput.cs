// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Tests.Machines;

/// <summary>Keeps the pieces of a job's output, and tells of the first.</summary>
internal sealed class CollectedOutput(Action? first = null) : IGuestOutput
{
    public List<byte> StandardOutput { get; } = [];

    public void OnStandardOutput(ReadOnlySpan<byte> data)
    {
        StandardOutput.AddRange(data);
        first?.Invoke();
    }

    public void OnStandardError(ReadOnlySpan<byte> data)
    {
    }
}
