// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Tests;

/// <summary>Interrupts after some readings of a watch, however long they take.</summary>
internal sealed class StoppingWriter(int readings) : StringWriter
{
    private readonly CancellationTokenSource _interrupt = new();
    private int _left = readings;

    public CancellationToken Interrupted => _interrupt.Token;

    public override void Flush()
    {
        if (--_left == 0)
        {
            _interrupt.Cancel();
        }
    }

    protected override void Dispose(bool disposing)
    {
        _interrupt.Dispose();
        base.Dispose(disposing);
    }
}
