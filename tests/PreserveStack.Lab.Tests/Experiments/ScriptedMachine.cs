// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Machines;

namespace PreserveStack.Lab.Tests.Experiments;

/// <summary>A machine that prints prepared lines.</summary>
internal sealed class ScriptedMachine(string output, Action? started = null) : IMachine
{
    public GuestJob? Job { get; private set; }

    public Task<GuestResult> RunAsync(GuestJob job, IGuestOutput? output1, CancellationToken cancellationToken)
    {
        Job = job;
        started?.Invoke();
        foreach (var part in output.Chunk(7))
        {
            output1?.OnStandardOutput(Encoding.UTF8.GetBytes(part));
        }

        return Task.FromResult(new GuestResult(0, output, "", new Dictionary<string, ReadOnlyMemory<byte>>(), ""));
    }
}
