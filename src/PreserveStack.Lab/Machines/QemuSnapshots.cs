// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.Json.Nodes;
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>
/// Machines that booted once: saved at the instruction where init is ready for a job. A job that starts there costs a
/// tenth of a boot, and is as repeatable.
/// </summary>
/// <param name="builds">Cache, kernel and image.</param>
internal sealed class QemuSnapshots(MachineBuilds builds)
{
    private const string Kind = "snapshots";
    private const string MemoryFile = "memory";
    private const string StateFile = "state";
    private const long MigrationBandwidth = 1L << 40;

    /// <summary>Raised when saved machines of older code cannot go on under this one.</summary>
    private const string Format = "1";

    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(5);

    /// <summary>The folder of a saved machine, after booting it if it is not there.</summary>
    /// <param name="command">The command of a cold start of that machine; its job is not used.</param>
    /// <param name="supervisor">Runs it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<string> GetAsync(QemuCommand command, string supervisor, CancellationToken cancellationToken)
    {
        using var key = new ContentKey();
        // The seed is left out: it reaches the kernel with the job.
        var emulator = new FileInfo(QemuCommand.Emulator);
        key.Add(Format).Add(command.Kernel).Add(command.RamDisk)
            .Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{command.Options.MemoryMiB} {emulator.Length} {emulator.LastWriteTimeUtc.Ticks}"))
            .Add(command.KernelArguments());
        return builds.Cache.GetAsync(
            Path.Combine(Kind, key.ToString()),
            (directory, token) =>
            {
                builds.Cache.Prune(Kind);
                return SaveAsync(command, supervisor, directory, token);
            },
            cancellationToken);
    }

    /// <summary>The command of a machine that goes on from a saved one.</summary>
    public static QemuCommand Restored(QemuCommand command, string snapshot, RunDirectory directory) =>
        command with
        {
            Memory = new QemuMemory(Path.Combine(snapshot, MemoryFile), Restore: true, directory.File("control")),
        };

    /// <summary>Loads the saved state into a QEMU that was started so, and lets it go.</summary>
    public static async Task ResumeAsync(string snapshot, QemuMemory memory, Task ended, CancellationToken cancellationToken)
    {
        using QmpClient control = await QmpClient.ConnectAsync(memory.ControlSocket, ended, cancellationToken).ConfigureAwait(false);
        await IgnoreMemoryAsync(control, cancellationToken).ConfigureAwait(false);
        await control.ExecuteAsync(
            "migrate-incoming", new JsonObject { ["uri"] = "exec:cat " + Quoted(Path.Combine(snapshot, StateFile)) }, cancellationToken)
            .ConfigureAwait(false);
        await control.WaitAsync("query-status", status => status?["status"]?.GetValue<string>() != "inmigrate", cancellationToken)
            .ConfigureAwait(false);
        await control.ExecuteAsync("cont", null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SaveAsync(QemuCommand command, string supervisor, string directory, CancellationToken cancellationToken)
    {
        using var run = RunDirectory.Create();
        var files = new MachineFiles(run.Path);
        QemuCommand boot = command with
        {
            Files = files,
            Job = run.File("job"),
            Options = command.Options with { Seed = 1 },
            Memory = new QemuMemory(Path.Combine(directory, MemoryFile), Restore: false, run.File("control")),
        };
        await File.WriteAllBytesAsync(boot.Job, [], cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(BootLimit);
        using var process = MachineProcess.Start(supervisor, run.Path, boot.Build());
        Task<int> ended = process.WaitAsync(limit.Token);
        try
        {
            using QmpClient control = await QmpClient.ConnectAsync(boot.Memory.ControlSocket, ended, limit.Token).ConfigureAwait(false);
            await control.WaitAsync("query-status", status => status?["running"]?.GetValue<bool>() == false, limit.Token)
                .ConfigureAwait(false);
            await IgnoreMemoryAsync(control, limit.Token).ConfigureAwait(false);
            await control.ExecuteAsync(
                "migrate-set-parameters", new JsonObject { ["max-bandwidth"] = MigrationBandwidth }, limit.Token).ConfigureAwait(false);
            await control.ExecuteAsync(
                "migrate", new JsonObject { ["uri"] = "exec:cat >" + Quoted(Path.Combine(directory, StateFile)) }, limit.Token)
                .ConfigureAwait(false);
            await control.WaitAsync("query-migrate", IsSaved, limit.Token).ConfigureAwait(false);
            await control.ExecuteAsync("quit", null, limit.Token).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MachineException ||
            (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await limit.CancelAsync().ConfigureAwait(false);
            await ended.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            string console = File.Exists(files.Console) ? await File.ReadAllTextAsync(files.Console, CancellationToken.None).ConfigureAwait(false) : string.Empty;
            throw new MachineException(
                $"the machine did not boot: {(exception is MachineException ? exception.Message : "it took more than 5 minutes")} {process.Errors.Trim()}\n{KernelConsole.LastLines(console)}",
                exception);
        }
    }

    private static bool IsSaved(JsonNode? migration) => migration?["status"]?.GetValue<string>() switch
    {
        "completed" => true,
        "failed" => throw new MachineException($"saving the booted machine failed: {migration["error-desc"]}"),
        _ => false,
    };

    // Memory is in the file already; only the devices are written and read.
    private static Task IgnoreMemoryAsync(QmpClient control, CancellationToken cancellationToken) =>
        control.ExecuteAsync(
            "migrate-set-capabilities",
            new JsonObject
            {
                ["capabilities"] = new JsonArray(new JsonObject { ["capability"] = "x-ignore-shared", ["state"] = true }),
            },
            cancellationToken);

    private static string Quoted(string path) => "'" + path.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
