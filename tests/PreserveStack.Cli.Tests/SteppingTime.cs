// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Tests;

/// <summary>Time that goes on by one step each time somebody looks.</summary>
internal sealed class SteppingTime(TimeSpan step) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now += step.Ticks;
}
