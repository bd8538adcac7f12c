// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class KernelPackageTests
{
    [Theory]
    [InlineData("6.1", "linux-image-6.1.0-56-cloud-amd64", true)]
    [InlineData("6.1", "linux-image-6.1.0-56-cloud-amd64-unsigned", true)]
    [InlineData("6.1", "linux-image-6.12.117+deb12-cloud-amd64", false)]
    [InlineData("6.1", "linux-image-6.1.0-56-cloud-amd64-dbg", false)]
    [InlineData("6.1", "linux-image-6.1.0-56-amd64", false)]
    [InlineData("6.12", "linux-image-6.12.117+deb12-cloud-amd64", true)]
    [InlineData("6.12", "linux-image-6.12.9+bpo-cloud-amd64", true)]
    [InlineData("7.3", "linux-image-7.3.4+deb13-cloud-amd64", true)]
    public void A_series_matches_its_own_cloud_kernels_only(string series, string package, bool matches) =>
        Assert.Equal(matches, StockKernels.PatternOf(series).IsMatch(package));

    [Theory]
    [InlineData("linux-image-6.1.0-56-cloud-amd64", "6.1.0-56-cloud-amd64")]
    [InlineData("linux-image-6.1.0-56-cloud-amd64-unsigned", "6.1.0-56-cloud-amd64")]
    public void The_release_is_in_the_packages_name(string package, string release) =>
        Assert.Equal(release, StockKernels.ReleaseOf(package));

    [Fact]
    public void Dependencies_are_read_from_a_control_paragraph()
    {
        const string paragraph = "Package: linux-headers-x\nVersion: 6.1.192-2\nDepends: linux-headers-common (= 1), linux-kbuild-6.1 | other, gcc-12\n";
        Assert.Equal("6.1.192-2", AptPackages.FieldOf(paragraph, "Version"));
        Assert.Equal(
            ["linux-headers-common", "linux-kbuild-6.1", "other", "gcc-12"],
            AptPackages.NamesIn(AptPackages.FieldOf(paragraph, "Depends")!));
    }

    [Fact]
    public void The_packed_kernel_is_found_in_its_image()
    {
        byte[] image = new byte[8192];
        image[0x1f1] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x248), 100);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24c), 20);
        byte[] zstd = [0x28, 0xb5, 0x2f, 0xfd];
        zstd.CopyTo(image, (4 * 512) + 100);
        ReadOnlySpan<byte> payload = BootImage.Payload(image);
        Assert.Equal(16, payload.Length);
        Assert.Equal("zstd", BootImage.ProgramFor(payload));
    }

    [Fact]
    public void An_unknown_packing_is_named() =>
        Assert.Contains("DEADBEEF", Assert.Throws<MachineException>(() => BootImage.ProgramFor([0xde, 0xad, 0xbe, 0xef])).Message, StringComparison.Ordinal);

    [Fact]
    public void Only_the_bar_before_atomic_sleep_checks_is_taken_away()
    {
        const string kconfig = """
            config OTHER
            	bool "x"
            	depends on !ARCH_NO_PREEMPT

            config DEBUG_ATOMIC_SLEEP
            	bool "Sleep inside atomic section checking"
            	depends on DEBUG_KERNEL
            	depends on !ARCH_NO_PREEMPT
            	help

            """;
        string patched = UmlKernels.AllowAtomicSleepChecks(kconfig);
        Assert.Equal(kconfig.LastIndexOf("\tdepends on !ARCH", StringComparison.Ordinal), patched.LastIndexOf("\thelp", StringComparison.Ordinal));
        Assert.Contains("config OTHER\n\tbool \"x\"\n\tdepends on !ARCH_NO_PREEMPT", patched, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5.10", 1, 768, "6.1, 6.12, 7.3")]
    [InlineData("6.1", 0, 768, "1 to 16")]
    [InlineData("6.1", 1, 16, "256 to")]
    public void Options_out_of_bounds_are_refused_with_what_is_allowed(string kernel, int processors, int memory, string allowed)
    {
        var options = new MachineOptions { Kernel = kernel, Processors = processors, MemoryMiB = memory };
        Assert.Contains(allowed, Assert.Throws<ArgumentException>(() => MachineFactory.Create(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void User_mode_Linux_has_one_processor() =>
        Assert.Throws<ArgumentException>(() => MachineFactory.Create(new MachineOptions { Kind = MachineKind.Uml, Processors = 2 }));
}
