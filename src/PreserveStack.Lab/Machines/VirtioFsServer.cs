// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>Shows the host's root to a machine.</summary>
internal sealed class VirtioFsServer : IDisposable
{
    private const string Program = "/usr/lib/qemu/virtiofsd";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly MachineProcess _process;

    private VirtioFsServer(MachineProcess process, string socket)
    {
        _process = process;
        Socket = socket;
    }

    /// <summary>What QEMU connects to.</summary>
    public string Socket { get; }

    /// <summary>Starts one and waits until QEMU can connect. It ends with its machine.</summary>
    /// <exception cref="LabPrerequisiteException">There is no virtiofsd, or this user may not run it.</exception>
    public static async Task<VirtioFsServer> StartAsync(string supervisor, RunDirectory directory, CancellationToken cancellationToken)
    {
        if (!File.Exists(Program))
        {
            throw new LabPrerequisiteException($"the host's root needs {Program}: run 'preserve setup', which installs qemu-system-common");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new LabPrerequisiteException("the host's root is served by virtiofsd, which takes root: run it with sudo");
        }

        string socket = directory.File("root.socket");
        var process = MachineProcess.Start(
            supervisor, directory.Path,
            [Program, "--socket-path=" + socket, "-o", "source=/", "-o", "cache=always", "-o", "sandbox=chroot"]);
        DateTime end = DateTime.UtcNow + Patience;
        while (!File.Exists(socket))
        {
            if (DateTime.UtcNow > end)
            {
                string errors = process.Errors.Trim();
                process.Dispose();
                throw new MachineException($"virtiofsd does not start: {errors}");
            }

            await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
        }

        return new VirtioFsServer(process, socket);
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
