// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

/// <summary>Boots real machines.</summary>
public sealed class BootTests
{
    private const string Random = "head -c 3000 /dev/urandom >/job/out/random; date +%s.%N; cat /proc/uptime; ip link add a type veth; ip -o link";

    [Fact]
    public async Task Status_output_and_files_come_back_byte_for_byte()
    {
        var output = new CollectedOutput();
        GuestResult result = await RunAsync(new MachineOptions(), """
            printf 'a\0b\377\r\n'; echo complaint >&2
            echo late >/dev/stderr
            mkdir -p out/deep; head -c 200000 /dev/zero | tr '\0' '\251' >out/deep/big; printf 'x' >out/small
            pwd; echo "$GREETING"; cat /etc/greeting
            sleep 1000 &
            exit 77
            """, output);
        Assert.Equal(77, result.ExitStatus);
        Assert.Equal([(byte)'a', 0, (byte)'b', 255, 13, 10, .. "/job\nhello world\nfrom a file\n"u8], output.StandardOutput.ToArray());
        Assert.Equal("complaint\nlate\n", result.StandardError);
        Assert.Equal(["deep/big", "small"], result.Files.Keys.Order());
        Assert.Equal(Enumerable.Repeat((byte)0xa9, 200000), result.Files["deep/big"].ToArray());
        Assert.Empty(KernelConsole.Warnings(result.Console));
    }

    [Theory]
    [InlineData(MachineKind.Qemu)]
    [InlineData(MachineKind.Uml)]
    public async Task One_seed_repeats_bit_for_bit_and_another_is_another_trial(MachineKind kind)
    {
        GuestResult[] results = await Task.WhenAll(
            RunAsync(new MachineOptions { Kind = kind }, Random),
            RunAsync(new MachineOptions { Kind = kind }, Random),
            RunAsync(new MachineOptions { Kind = kind, Seed = 2 }, Random));
        Assert.Equal(results[0].StandardOutput, results[1].StandardOutput);
        Assert.Equal(results[0].Files["random"].ToArray(), results[1].Files["random"].ToArray());
        Assert.Equal(results[0].Console, results[1].Console);
        Assert.NotEqual(results[0].Files["random"].ToArray(), results[2].Files["random"].ToArray());
        Assert.StartsWith("15778368", results[0].StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_kernel_boots_too()
    {
        GuestResult result = await RunAsync(new MachineOptions { Kernel = "6.12" }, "uname -r");
        Assert.StartsWith("6.12.", result.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_bug_reports_and_users_programs_need_is_in_the_image()
    {
        GuestResult result = await RunAsync(new MachineOptions(), """
            for module in vrf 8021q tls nft_socket; do modprobe "$module" || exit; done
            for program in sftp mptcpize; do command -v "$program" || exit; done
            /bin/sh -c 'echo $0'
            """);
        Assert.Equal("/usr/bin/sftp\n/usr/bin/mptcpize\n/bin/sh\n", result.StandardOutput);
    }

    [Fact]
    public async Task Two_processors_are_two()
    {
        GuestResult result = await RunAsync(new MachineOptions { Processors = 2 }, "nproc");
        Assert.Equal("2\n", result.StandardOutput);
    }

    [Fact]
    public async Task A_kernel_that_dies_says_why()
    {
        MachineException exception = await Assert.ThrowsAsync<MachineException>(
            () => RunAsync(new MachineOptions(), "echo c >/proc/sysrq-trigger"));
        Assert.StartsWith("the machine died: Kernel panic - not syncing: sysrq triggered crash", exception.Message, StringComparison.Ordinal);
        Assert.Contains("console", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Kernel Offset", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_beyond_its_limit_is_stopped()
    {
        MachineException exception = await Assert.ThrowsAsync<MachineException>(
            () => RunAsync(new MachineOptions { Limit = TimeSpan.FromSeconds(4) }, "while :; do :; done"));
        Assert.Contains("limit of 4 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_job_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        var output = new CollectedOutput(() => cancelled.Cancel());
        IMachine machine = MachineFactory.Create(new MachineOptions());
        var job = new GuestJob { Script = "echo started $$; while :; do :; done", WithModule = false, Environment = Marked };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => machine.RunAsync(job, output, cancelled.Token));
        Assert.StartsWith("started", Encoding.ASCII.GetString(output.StandardOutput.ToArray()), StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Marked { get; } = new() { ["GREETING"] = "hello world" };

    private static Task<GuestResult> RunAsync(MachineOptions options, string script, IGuestOutput? output = null) =>
        MachineFactory.Create(options).RunAsync(
            new GuestJob
            {
                Script = script,
                WithModule = false,
                Environment = Marked,
                Files = [new GuestFile("/etc/greeting", "from a file\n"u8.ToArray(), UnixFileMode.UserRead)],
            },
            output,
            CancellationToken.None);
}
