// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class QemuCommandTests
{
    private static readonly QemuCommand Command = new()
    {
        Kernel = "/k/vmlinux",
        RamDisk = "/i/image.cpio",
        Job = "/r/job",
        Files = new MachineFiles("/r"),
        Options = new MachineOptions { Seed = 42, MemoryMiB = 512 },
    };

    [Fact]
    public void One_processor_counts_instructions()
    {
        string line = Line(Command);
        Assert.Contains("-icount shift=0,sleep=off", line, StringComparison.Ordinal);
        Assert.Contains("-seed 42", line, StringComparison.Ordinal);
        Assert.Contains("-m 512M", line, StringComparison.Ordinal);
        Assert.Contains("-fw_cfg name=opt/lab/job,file=/r/job", line, StringComparison.Ordinal);
        Assert.Contains("LAB_PAUSE=", line, StringComparison.Ordinal);
        Assert.True(Command.CanBeSaved);
    }

    [Fact]
    public void Two_processors_run_in_real_time_and_boot_each_time()
    {
        QemuCommand command = Command with { Options = Command.Options with { Processors = 2 } };
        Assert.DoesNotContain("-icount", Line(command), StringComparison.Ordinal);
        Assert.DoesNotContain("noapictimer", Line(command), StringComparison.Ordinal);
        Assert.DoesNotContain("LAB_PAUSE", Line(command), StringComparison.Ordinal);
        Assert.False(command.CanBeSaved);
    }

    [Fact]
    public void The_hosts_root_comes_by_shared_memory()
    {
        string line = Line(Command with { RootSocket = "/r/s" });
        Assert.Contains("memory-backend-memfd,id=memory,size=512M,share=on", line, StringComparison.Ordinal);
        Assert.Contains("LAB_HOST_ROOT=virtiofs", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_means_real_time_and_a_console_out_of_the_way()
    {
        string line = Line(Command with { Interactive = true });
        Assert.Contains("console=ttyS1", line, StringComparison.Ordinal);
        Assert.Contains("LAB_TTY=/dev/ttyS0", line, StringComparison.Ordinal);
        Assert.DoesNotContain("-icount", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restored_machine_keeps_what_it_writes_to_itself()
    {
        string save = Line(Command with { Memory = new QemuMemory("/s/memory", Restore: false, "/r/control") });
        string restore = Line(Command with { Memory = new QemuMemory("/s/memory", Restore: true, "/r/control") });
        Assert.Contains("mem-path=/s/memory,share=on", save, StringComparison.Ordinal);
        Assert.DoesNotContain("-incoming", save, StringComparison.Ordinal);
        Assert.Contains("mem-path=/s/memory,share=off", restore, StringComparison.Ordinal);
        Assert.Contains("-incoming defer", restore, StringComparison.Ordinal);
    }

    [Fact]
    public void Uml_runs_in_simulated_time_unless_a_terminal_is_attached()
    {
        var command = new UmlCommand
        {
            Kernel = "/k/linux",
            RamDisk = "/i/image.cpio",
            Job = "/r/job",
            SeededRandom = "/h/random.so",
            Directory = "/r",
            Options = new MachineOptions { Kind = MachineKind.Uml, Seed = 3 },
        };
        string line = string.Join(' ', command.Build());
        Assert.Contains("time-travel=inf-cpu", line, StringComparison.Ordinal);
        Assert.Contains("LAB_SEED=3", line, StringComparison.Ordinal);
        Assert.Contains("LAB_JOB=/lib/lab/host/job", line, StringComparison.Ordinal);
        Assert.DoesNotContain("kunit", line, StringComparison.Ordinal);
        Assert.DoesNotContain("time-travel", string.Join(' ', (command with { Interactive = true }).Build()), StringComparison.Ordinal);
    }

    private static string Line(QemuCommand command) => string.Join(' ', command.Build());
}
