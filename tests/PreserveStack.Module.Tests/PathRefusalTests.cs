// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;
using PreserveStack.Module.Paths;
using Xunit;

namespace PreserveStack.Module.Tests;

public sealed class PathRefusalTests : IDisposable
{
    private readonly FakeKernel _kernel = new FakeKernel().Load();
    private readonly PreserveModule _module;

    public PathRefusalTests() => _module = new PreserveModule(_kernel.Files, null, _kernel.Paths);

    [Fact]
    public void An_unknown_device_brings_the_nearest_one() =>
        Refused(new PathTransaction().Set("tunl2", 1).Set("tunnl1", 1), "there is no device 'tunnl1' in this network namespace: did you mean 'tunl1'?");

    [Fact]
    public void An_unknown_device_that_is_like_no_other_is_named() =>
        Refused(new PathTransaction().Set("wwan0", 1), "there is no device 'wwan0' in this network namespace: 'ip link' lists them");

    [Fact]
    public void A_device_of_another_group_is_named_with_that_group()
    {
        _module.WritePaths(new PathTransaction().Set("tunl1", 1, "video"));
        Refused(new PathTransaction().Set("tunl1", 1), "tunl1 is in group 'video' already: 'preserve paths remove tunl1' takes it out");
    }

    [Fact]
    public void A_device_that_is_not_there_to_be_removed_is_named()
    {
        _module.WritePaths(new PathTransaction().Set("tunl1", 1, "video"));
        Refused(new PathTransaction().Remove("tunl2"), "tunl2 is in no group: 'preserve paths' lists all");
        Refused(new PathTransaction().Remove("tunl1"), "tunl1 is not in group 'default' but in 'video'");
    }

    [Fact]
    public void Too_many_paths_are_named_with_their_group()
    {
        var transaction = new PathTransaction();
        foreach (string device in FakeKernel.Devices.Take(17))
        {
            transaction.Set(device, 1);
        }

        Refused(transaction, "group 'default' would have more than 16 paths: remove one first");
    }

    [Fact]
    public void Too_many_groups_are_told()
    {
        var transaction = new PathTransaction();
        foreach ((int number, string device) in FakeKernel.Devices.Take(17).Index())
        {
            transaction.Set(device, 1, $"group{number}");
        }

        Refused(transaction, "there would be more than 16 groups of paths: remove one first");
    }

    [Theory]
    [InlineData(KernelError.NotPermitted, "changing paths takes root")]
    [InlineData(KernelError.AccessDenied, "changing paths takes root")]
    [InlineData((KernelError)12, "the kernel refused to change the paths: Cannot allocate memory")]
    [InlineData(KernelError.Invalid, "the kernel refused to change the paths (Invalid argument): the module and this program are of different versions, or somebody else changes them too")]
    [InlineData(KernelError.Exists, "the kernel refused to change the paths (File exists): the module and this program are of different versions, or somebody else changes them too")]
    public void Other_reasons_are_told_as_the_kernel_does(KernelError error, string expected)
    {
        _kernel.Paths.Refuse = _ => error;
        Refused(new PathTransaction().Set("tunl1", 1), expected);
    }

    [Fact]
    public void More_than_the_kernel_takes_at_once_is_not_written()
    {
        var transaction = new PathTransaction();
        for (int number = 0; number < 300; number++)
        {
            transaction.Set("tunl1", 1);
        }

        Refused(transaction, "a change of 4800 bytes is more than the 4095 that the kernel takes at once: change fewer paths at a time");
        Assert.Empty(_kernel.Paths.Written);
    }

    [Fact]
    public void A_real_write_keeps_the_kernels_reason() => Assert.Equal(KernelError.NoSpace, new KernelWriter().Write("/dev/full", "x"));

    public void Dispose() => _kernel.Dispose();

    private void Refused(PathTransaction transaction, string expected) =>
        Assert.Equal(expected, Assert.Throws<ModuleException>(() => _module.WritePaths(transaction)).Message);
}
