// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class KernelConsoleTests
{
    private const string Baseline = """
        <4>[    0.000000] =============================
        <4>[    0.000000] WARNING: suspicious RCU usage
        <4>[    0.000000] 6.1.192-labdebug #1 Not tainted
        <4>[    0.000000] -----------------------------
        <4>[    0.000000] lib/maple_tree.c:816 suspicious rcu_dereference_check() usage!
        <4>[    0.000000] stack backtrace:
        <4>[    0.000000]  [<60ad7416>] ? mas_walk+0x1a6/0x350

        """;

    [Fact]
    public void A_healthy_log_has_no_warnings() => Assert.Empty(KernelConsole.Warnings("""
        <6>[    0.000000] kmemleak: Kernel memory leak detector initialized (mem pool available: 15854)
        <6>[    0.911] Run /init as init process
        <4>[    2.041] preserve: loading out-of-tree module taints kernel.
        <6>[    2.050] preserve: loaded
        """));

    [Fact]
    public void The_known_report_of_the_stock_kernel_does_not_count() => Assert.Empty(KernelConsole.Warnings(Baseline));

    [Theory]
    [InlineData("[    1.0] BUG: KASAN: use-after-free in preserve_conn_put+0x83/0x2b7 [preserve]")]
    [InlineData("[    1.0] BUG: sleeping function called from invalid context at kernel/locking/mutex.c:580")]
    [InlineData("[    1.0] BUG: scheduling while atomic: kworker/0:1/32/0x00000002")]
    [InlineData("[    1.0] WARNING: possible circular locking dependency detected")]
    [InlineData("[    1.0] WARNING: CPU: 0 PID: 32 at net/core/dev.c:17 dev_close+0x2aa/0x2b7")]
    [InlineData("[    1.0] [ BUG: Invalid wait context ]")]
    [InlineData("[    1.0] UBSAN: shift-out-of-bounds in kmod/option.c:15:10")]
    [InlineData("[    1.0] ODEBUG: free active (active state 0) object type: work_struct")]
    [InlineData("[    1.0] net/ipv6/route.c:1 suspicious RCU usage")]
    [InlineData("[    1.0] unregister_netdevice: waiting for lo to become free. Usage count = 2")]
    [InlineData("[    1.0] kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)")]
    [InlineData("[    1.0] refcount_t: underflow; use-after-free.")]
    public void A_report_is_found_behind_the_known_one(string line)
    {
        string warning = Assert.Single(KernelConsole.Warnings($"{Baseline}{line}\n[    1.1] more of it\n"));
        Assert.Equal($"{line}\n[    1.1] more of it", warning);
    }

    [Fact]
    public void A_report_ends_where_the_kernel_draws_its_line()
    {
        string warning = Assert.Single(KernelConsole.Warnings("""
            [    1.0] WARNING: CPU: 0 PID: 1 at a.c:1
            [    1.0]  </TASK>
            [    2.0] something else
            """));
        Assert.DoesNotContain("something else", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cause_of_death_is_the_kernels_own_words() => Assert.Equal(
        "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100",
        KernelConsole.CauseOfDeath("[    1.0] Run /init\r\n[    1.9] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100\r\n"));

    [Fact]
    public void A_kernel_that_only_stops_gives_no_cause() => Assert.Null(KernelConsole.CauseOfDeath("[    1.0] reboot: Power down\n"));

    [Fact]
    public void The_last_lines_are_the_last_ones_that_are_not_empty() =>
        Assert.Equal("b\nc", KernelConsole.LastLines("a\r\nb\r\n\r\nc\r\n", 2));
}
