// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Machines;

/// <summary>Builds the command line of User-mode Linux.</summary>
internal sealed record UmlCommand
{
    /// <summary>2020-01-01 in nanoseconds, when the machines' clocks start.</summary>
    private const string Start = "1577836800000000000";

    /// <summary>
    /// The machine's folder by a name that is the same in all runs: the kernel stirs its command line into its random numbers.
    /// </summary>
    private const string WorkingDirectory = "/proc/self/cwd";

    private const string HostFolder = "/lib/lab/host/";

    /// <summary>The kernel's program.</summary>
    public required string Kernel { get; init; }

    /// <summary>RAM disk with the image.</summary>
    public required string RamDisk { get; init; }

    /// <summary>Archive of the job, in the machine's folder.</summary>
    public required string Job { get; init; }

    /// <summary>The library that makes randomness repeatable.</summary>
    public required string SeededRandom { get; init; }

    /// <summary>The machine's folder; it sees it too.</summary>
    public required string Directory { get; init; }

    /// <summary>Seed and memory.</summary>
    public required MachineOptions Options { get; init; }

    /// <summary>Whether programs of the host can be seen.</summary>
    public bool WithHostRoot { get; init; }

    /// <summary>Whether the job owns the terminal of the caller, in real time.</summary>
    public bool Interactive { get; init; }

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Build()
    {
        var files = new MachineFiles(string.Empty);
        // To a file: a pipe that is full for a moment would interrupt the kernel, at another time in each run.
        List<string> command = Interactive ? [] : ["sh", "-c", $"exec \"$@\" >{files.Console} 2>&1", "sh"];
        command.AddRange(
        [
            "env", "LD_PRELOAD=" + SeededRandom, "LAB_SEED=" + Options.Seed.ToString(CultureInfo.InvariantCulture), "TMPDIR=" + Directory,
            "setarch", "-R", Kernel, string.Create(CultureInfo.InvariantCulture, $"mem={Options.MemoryMiB}M"), "initrd=" + RamDisk,
            "rdinit=/init", "con=null", Interactive ? "con0=fd:0,fd:1" : "con0=null,fd:1", "panic=-1", "oops=panic", "fb_tunnels=none",
            "LAB_HOSTFS=" + WorkingDirectory, "LAB_STDOUT=" + HostFolder + files.Output, "LAB_STDERR=" + HostFolder + files.Errors,
            "LAB_RESULT=" + HostFolder + files.Result, "LAB_JOB=" + HostFolder + Path.GetFileName(Job),
        ]);
        if (Options.Kind == MachineKind.Debug)
        {
            command.Add("kunit.enable=1");
        }

        if (Interactive)
        {
            command.AddRange(["quiet", "LAB_TTY=/dev/tty0"]);
        }
        else
        {
            command.AddRange(["time-travel=inf-cpu", "time-travel-start=" + Start]);
        }

        if (WithHostRoot)
        {
            command.Add("LAB_HOST_ROOT=hostfs");
        }

        return command;
    }
}
