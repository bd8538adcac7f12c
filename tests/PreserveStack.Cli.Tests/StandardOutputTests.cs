// SPDX-License-Identifier: MIT
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using PreserveStack.Cli.Terminals;
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class StandardOutputTests
{
    [Fact]
    public void A_file_that_is_standard_output_stays_open_whatever_the_collector_does()
    {
        string path = Path.GetTempFileName();
        using (SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            OpenAndForget((int)file.DangerousGetHandle());
            GC.Collect();
            GC.WaitForPendingFinalizers();
            RandomAccess.Write(file, "still there"u8, 0);
        }

        Assert.Equal("still there", File.ReadAllText(path));
        File.Delete(path);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OpenAndForget(int descriptor) => Assert.True(StandardOutput.Open(descriptor).CanWrite);
}
