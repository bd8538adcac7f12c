// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public class SweepPlannerTests
{
    [Fact]
    public void Defaults_compare_all_peers_over_all_cuts_with_five_seeds()
    {
        var plans = Failover.Plans();

        Assert.Equal(6 * 4 * 5, plans.Count);
        Assert.Equal(plans.Count, plans.Select(plan => plan.Id).Distinct().Count());
        Assert.All(plans, plan => Assert.Equal(MachineKind.Qemu, plan.Machine.Kind));
    }

    [Fact]
    public void Seeds_go_fastest_and_peers_next()
    {
        var plans = Failover.Plans("peer=tcp,preserve", "cut=silent,carrier", "seed=1-2");

        Assert.Equal(
            ["silent tcp 1", "silent tcp 2", "silent preserve 1", "silent preserve 2", "carrier tcp 1", "carrier tcp 2", "carrier preserve 1", "carrier preserve 2"],
            plans.Select(plan => $"{plan.Cut} {plan.Peer} {plan.Machine.Seed}"));
    }

    [Fact]
    public void Names_tell_what_differs_from_the_defaults()
    {
        Assert.Equal("two-routers_qemu_6.1_silent_client_tcp_seed3", Failover.Plans("peer=tcp", "cut=silent", "seed=3")[0].Id);
        Assert.Equal(
            "two-routers_qemu_6.1_silent_client_rtt_ms=100_tcp_loss=1%_preserve.follow=0_seed3",
            Failover.Plans("peer=tcp", "cut=silent", "seed=3", "rtt_ms=100", "loss=1%", "preserve.follow=0")[0].Id);
    }

    [Theory]
    [InlineData("colour=red", "experiment failover has no key 'colour'; it has topology, vm, kernel, cut")]
    [InlineData("peer=udp", "peer=udp: peer takes one of tcp, mptcp, mptcp-backup, preserve")]
    [InlineData("cut=loud", "cut=loud: cut takes one of none, silent, carrier")]
    [InlineData("seed=x", "seed=x: seed takes integers from 0 to")]
    [InlineData("seed=5-1", "seed=5-1: seed takes integers")]
    [InlineData("topology=ring", "topology=ring: topology takes one of two-routers, two-links")]
    [InlineData("rate=fast", "rate=fast: rate takes a rate")]
    [InlineData("kernel=5.10", "kernel=5.10: kernel takes one of 6.1, 6.12")]
    [InlineData("preserve.follow=no", "preserve.follow=no: the module's settings are unsigned integers")]
    public void Unknown_keys_and_values_are_refused_with_what_is_allowed(string assignment, string expected)
        => Assert.StartsWith(expected, Assert.Throws<LabUsageException>(() => Failover.Plans(assignment)).Message, StringComparison.Ordinal);

    [Fact]
    public void User_mode_linux_has_one_kernel()
    {
        var error = Assert.Throws<LabUsageException>(() => Failover.Plans("vm=uml", "kernel=6.12"));

        Assert.Equal("vm=uml has kernel 6.1 only, not 6.12; vm=qemu has the newer ones", error.Message);
    }
}
