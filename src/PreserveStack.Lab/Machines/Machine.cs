// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>What all machines have in common: the files of a run, its output, its limit, and what its end means.</summary>
internal abstract class Machine(MachineOptions options, MachineBuilds builds) : IMachine, IInteractiveMachine
{
    private const string SupervisorScript = "supervise.sh";

    /// <summary>How the machine is made.</summary>
    protected MachineOptions Options { get; } = options;

    /// <summary>What it is made of.</summary>
    protected MachineBuilds Builds { get; } = builds;

    /// <summary>Path of the script that runs processes.</summary>
    protected string Supervisor => Path.Combine(Builds.Paths.Vm, SupervisorScript);

    /// <inheritdoc/>
    public async Task<GuestResult> RunAsync(GuestJob job, IGuestOutput? output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        using var directory = RunDirectory.Create();
        MachineStart start = await StartAsync(job, directory, interactive: false, cancellationToken).ConfigureAwait(false);
        using IDisposable? companion = start.Companion;
        var files = new MachineFiles(directory.Path);
        var standardOutput = new FileTail(files.Output, data => output?.OnStandardOutput(data));
        var standardError = new FileTail(files.Errors, data => output?.OnStandardError(data));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Options.Limit);
        using var process = MachineProcess.Start(Supervisor, directory.Path, start.Command);
        Task<int> ended = process.WaitAsync(limit.Token);
        Task[] followed = [standardOutput.FollowAsync(ended), standardError.FollowAsync(ended)];
        var console = new FileTail(files.Console, static _ => { });
        var result = new FileTail(files.Result, static _ => { });
        followed = [.. followed, console.FollowAsync(ended)];
        int status = 0;
        bool timedOut = false;
        string complaint = string.Empty;
        try
        {
            if (start.ResumeAsync is { } resume)
            {
                await resume(ended, limit.Token).ConfigureAwait(false);
            }

            status = await ended.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            timedOut = true;
        }
        catch (MachineException exception)
        {
            complaint = exception.Message;
        }
        finally
        {
            // Nothing may go on in a machine whose start failed.
            process.Stop();
            await Task.WhenAll(followed).ConfigureAwait(false);
        }

        string consoleText = Text(console.All) + process.Output;
        if (timedOut)
        {
            string seconds = Options.Limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw Failed($"the machine was stopped after its limit of {seconds} s", consoleText);
        }

        await result.FollowAsync(ended).ConfigureAwait(false);
        ResultStream handed = ResultStream.TryParse(result.All)
            ?? throw Failed(ReasonOf(consoleText, status, $"{complaint} {process.Errors}"), consoleText);
        return new GuestResult(
            handed.ExitStatus, Text(standardOutput.All), Text(standardError.All), handed.Files, Longer(consoleText, handed.KernelLog));
    }

    /// <inheritdoc/>
    public async Task<GuestResult> RunInteractiveAsync(GuestJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        using var directory = RunDirectory.Create();
        MachineStart start = await StartAsync(ForTerminal(job), directory, interactive: true, cancellationToken).ConfigureAwait(false);
        using IDisposable? companion = start.Companion;
        var files = new MachineFiles(directory.Path);
        int status = await TerminalProcess.RunAsync(start.Command, directory.Path, start.Started, cancellationToken).ConfigureAwait(false);
        string console = File.Exists(files.Console) ? await File.ReadAllTextAsync(files.Console, cancellationToken).ConfigureAwait(false) : string.Empty;
        byte[] result = File.Exists(files.Result) ? await File.ReadAllBytesAsync(files.Result, cancellationToken).ConfigureAwait(false) : [];
        ResultStream handed = ResultStream.TryParse(result) ?? throw Failed(ReasonOf(console, status, string.Empty), console);
        return new GuestResult(handed.ExitStatus, string.Empty, string.Empty, handed.Files, handed.KernelLog);
    }

    /// <summary>Makes what a run needs and tells the command that starts it.</summary>
    protected abstract Task<MachineStart> StartAsync(
        GuestJob job, RunDirectory directory, bool interactive, CancellationToken cancellationToken);

    /// <summary>Writes the archive of a job.</summary>
    protected async Task<string> WriteJobAsync(
        LinuxKernel kernel, GuestJob job, RunDirectory directory, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> modules = job.WithModule ? await Builds.ModulesAsync(kernel, job.WithDebugger, cancellationToken).ConfigureAwait(false) : [];
        IReadOnlyList<string> programs =
        [
            .. await Builds.Helpers.ToolsAsync(cancellationToken).ConfigureAwait(false),
            .. Options.Kind == MachineKind.Qemu ? await Builds.Programs.NamedInAsync(job.CommandText, cancellationToken).ConfigureAwait(false) : [],
        ];
        IReadOnlyList<string> packages = await Builds.Fetched.NamedInAsync(job.CommandText, cancellationToken).ConfigureAwait(false);
        string archive = directory.File("job");
        await using FileStream stream = File.Create(archive);
        JobArchive.Write(stream, job, Options.Seed, programs, packages, modules);
        return archive;
    }

    // What a terminal tells programs, which a serial line does not.
    private static GuestJob ForTerminal(GuestJob job)
    {
        if (Console.IsOutputRedirected)
        {
            return job;
        }

        string? type = Environment.GetEnvironmentVariable("TERM");
        var environment = new Dictionary<string, string>
        {
            ["TERM"] = type is "xterm-256color" or "dumb" ? type : "linux",
            ["LINES"] = Console.WindowHeight.ToString(CultureInfo.InvariantCulture),
            ["COLUMNS"] = Console.WindowWidth.ToString(CultureInfo.InvariantCulture),
        };
        foreach ((string name, string value) in job.Environment)
        {
            environment[name] = value;
        }

        return job with { Environment = environment };
    }

    private static string ReasonOf(string console, int status, string errors)
    {
        if (KernelConsole.CauseOfDeath(console) is { } cause)
        {
            return $"the machine died: {cause}";
        }

        string complaint = errors.Trim();
        return complaint.Length > 0
            ? $"the machine ended early with status {status}: {complaint}"
            : $"the machine ended before its job, with status {status}";
    }

    // A quiet console shows errors only; a full log has lost its beginning.
    private static string Longer(string console, string log) => console.Length > log.Length ? console : log;

    private static MachineException Failed(string reason, string console) =>
        new(console.Length == 0 ? reason + "; its console is empty" : $"{reason}; the last lines of its console:\n{KernelConsole.LastLines(console)}");

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
