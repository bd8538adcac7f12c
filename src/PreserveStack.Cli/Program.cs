// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using PreserveStack.Cli;
using PreserveStack.Cli.Configuration;
using PreserveStack.Cli.Services;
using PreserveStack.Cli.Terminals;

using var interrupted = new CancellationTokenSource();

// The first signal ends the work in an orderly way, the second one at once.
void Interrupt(PosixSignalContext context)
{
    if (!interrupted.IsCancellationRequested)
    {
        context.Cancel = true;
        interrupted.Cancel();
    }
}

using PosixSignalRegistration onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using PosixSignalRegistration onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

Terminal terminal = Terminal.OfProcess();
var services = new CliServices
{
    Terminal = terminal,
    Lab = () => LabFactory.Create(terminal.Error),
    Defaults = new LabDefaultsReader(LabDefaultsReader.StandardFiles()),
    Root = Environment.GetEnvironmentVariable("PRESERVE_ROOT"),
};
return await new PreserveCommandLine(services).RunAsync(args, interrupted.Token);
