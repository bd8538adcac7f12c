// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Lab.Machines;

/// <summary>Builds the command line of a QEMU machine.</summary>
internal sealed record QemuCommand
{
    /// <summary>Debian's.</summary>
    public const string Emulator = "/usr/bin/qemu-system-x86_64";

    private const string RootTag = "hostroot";
    private const string JobItem = "opt/lab/job";

    /// <summary>Port of the device pvpanic: a write pauses the machine at that very instruction.</summary>
    private const string PausePort = "0x505";

    /// <summary>Kernel: an ELF file.</summary>
    public required string Kernel { get; init; }

    /// <summary>RAM disk with the image.</summary>
    public required string RamDisk { get; init; }

    /// <summary>Archive of the job.</summary>
    public required string Job { get; init; }

    /// <summary>Where the machine's output goes.</summary>
    public required MachineFiles Files { get; init; }

    /// <summary>Seed, processors, memory.</summary>
    public required MachineOptions Options { get; init; }

    /// <summary>A file behind the memory, to save the booted machine or to go on from a saved one; null for neither.</summary>
    public QemuMemory? Memory { get; init; }

    /// <summary>Socket of a virtiofsd that serves the host's root; null for none.</summary>
    public string? RootSocket { get; init; }

    /// <summary>Whether the job owns the terminal of the caller, in real time.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether a machine like this can go on from a saved one: it has nothing outside QEMU, and no real time to catch up with.</summary>
    public bool CanBeSaved => Counted && RootSocket is null;

    private bool Counted => !Interactive && Options.Processors == 1;

    /// <summary>Program and arguments.</summary>
    public IReadOnlyList<string> Build()
    {
        List<string> command =
        [
            Emulator, "-M", Memory is null ? "q35,accel=tcg" : "q35,accel=tcg,memory-backend=memory", "-cpu", "max", "-smp", Number(Options.Processors), "-m", Number(Options.MemoryMiB) + "M",
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-seed", Number(Options.Seed),
            "-rtc", "base=2020-01-01,clock=vm", "-kernel", Kernel, "-initrd", RamDisk, "-append", KernelArguments(),
            "-fw_cfg", $"name={JobItem},file={Job}",
        ];
        if (Counted)
        {
            // One instruction takes one nanosecond, and waiting takes none.
            command.AddRange(["-icount", "shift=0,sleep=off"]);
        }

        if (Interactive)
        {
            command.AddRange(["-chardev", "stdio,id=terminal,signal=off", "-serial", "chardev:terminal"]);
        }

        command.AddRange(["-serial", "file:" + Files.Console]);
        // Without an event descriptor a kick is handled at once, in the same order in every run.
        command.AddRange(["-device", "virtio-serial-pci,ioeventfd=off"]);
        command.AddRange(Port("stdout", Files.Output, 1));
        command.AddRange(Port("stderr", Files.Errors, 2));
        command.AddRange(Port("result", Files.Result, 3));
        if (Memory is not null)
        {
            command.AddRange(
            [
                "-object", $"memory-backend-file,id=memory,size={Number(Options.MemoryMiB)}M,mem-path={Memory.File},share={(Memory.Restore ? "off" : "on")}",
                "-device", "pvpanic", "-action", "panic=pause", "-qmp", $"unix:{Memory.ControlSocket},server=on,wait=off",
            ]);
            if (Memory.Restore)
            {
                command.AddRange(["-incoming", "defer"]);
            }
        }

        if (RootSocket is not null)
        {
            command.AddRange(
            [
                "-object", $"memory-backend-memfd,id=memory,size={Number(Options.MemoryMiB)}M,share=on", "-numa", "node,memdev=memory",
                "-chardev", "socket,id=root,path=" + RootSocket, "-device", $"vhost-user-fs-pci,chardev=root,tag={RootTag}",
            ]);
        }

        return command;
    }

    /// <summary>What the kernel gets to read, and init.</summary>
    public string KernelArguments()
    {
        List<string> words =
        [
            Interactive ? "console=ttyS1" : "console=ttyS0", "quiet", "panic=-1", "oops=panic", "nokaslr", "norandmaps", "tsc=reliable",
            "cryptomgr.notests", "LAB_STDOUT=/dev/vport0p1", "LAB_STDERR=/dev/vport0p2", "LAB_RESULT=/dev/vport0p3",
            "LAB_JOB=fw_cfg:" + JobItem,
        ];
        if (Counted)
        {
            // The local timer is calibrated in a loop of pauses, each of which leaves the emulator's fast path: 3 s.
            words.AddRange(["noapictimer", "softlockup_panic=1"]);
        }

        if (CanBeSaved)
        {
            words.Add("LAB_PAUSE=" + PausePort);
        }

        if (RootSocket is not null)
        {
            words.Add("LAB_HOST_ROOT=virtiofs");
        }

        if (Interactive)
        {
            words.Add("LAB_TTY=/dev/ttyS0");
        }

        return string.Join(' ', words);
    }

    private static string[] Port(string id, string path, int number) =>
        ["-chardev", $"file,id={id},path={path}", "-device", $"virtserialport,chardev={id},nr={Number(number)}"];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
