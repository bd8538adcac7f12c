// SPDX-License-Identifier: MIT
using PreserveStack.Module.Reporting;
using Xunit;

namespace PreserveStack.Module.Tests;

public class KernelLogTests
{
    [Fact]
    public void Lines_of_the_module_and_whole_complaints_that_name_it_are_kept() =>
        Assert.Equal(
            "preserve: loaded\n------------[ cut here ]------------\nWARNING: CPU: 0\n preserve_move+0x1/0x2 [preserve]\n---[ end trace 0 ]---\n",
            KernelLog.OfModule(
                "booted\npreserve: loaded\nusb 1-1: new\n------------[ cut here ]------------\nWARNING: CPU: 0\n preserve_move+0x1/0x2 [preserve]\n"
                + "---[ end trace 0 ]---\nBUG: unable\n other+0x1/0x2 [other]\n---[ end trace 0 ]---\nlast\n"));
}
