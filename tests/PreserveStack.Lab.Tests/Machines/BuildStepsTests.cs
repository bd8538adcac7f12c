// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class BuildStepsTests
{
    private readonly List<string> _told = [];

    [Fact]
    public async Task A_build_tells_now_and_then_how_many_files_are_made()
    {
        string lines = "echo make: entering; for i in $(seq 600); do echo \"  CC      $i.o\"; done; echo done";
        string output = await HostCommand.RunAsync(
            "building", "sh", ["-c", lines], CancellationToken.None, onLine: new BuildSteps("a kernel", new Told(_told)).OnLine);
        Assert.Equal(["a kernel: 250 files made", "a kernel: 500 files made"], _told);
        Assert.Equal(602, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private sealed class Told(List<string> told) : IProgress<string>
    {
        public void Report(string value) => told.Add(value);
    }
}
