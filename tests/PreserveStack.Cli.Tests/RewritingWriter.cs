// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Tests;

/// <summary>Changes something between the first reading of a watch and the second, and interrupts after that.</summary>
internal sealed class RewritingWriter : StringWriter
{
    private readonly CancellationTokenSource _interrupt = new();
    private bool _first = true;

    public Action AfterFirst { get; set; } = () => { };

    public CancellationToken Interrupted => _interrupt.Token;

    public override void Flush()
    {
        if (!_first)
        {
            _interrupt.Cancel();
            return;
        }

        _first = false;
        AfterFirst();
    }

    protected override void Dispose(bool disposing)
    {
        _interrupt.Dispose();
        base.Dispose(disposing);
    }
}
