// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Text;
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class CpioWriterTests
{
    [Fact]
    public async Task Cpio_unpacks_what_was_written()
    {
        using var folder = new TemporaryFolder();
        byte[] binary = [.. Enumerable.Range(0, 1001).Select(i => (byte)i)];
        await using (FileStream stream = File.Create(folder.File("archive")))
        {
            var archive = new CpioWriter(stream);
            archive.AddFile("/usr/bin/tool", binary, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            archive.AddText("etc/hosts", "::1 localhost\n");
            archive.AddLink("/bin", "usr/bin");
            archive.AddDirectory("/job");
            archive.End();
        }

        using Process cpio = Process.Start(new ProcessStartInfo("cpio", ["-id", "--quiet", "-F", "archive"]) { WorkingDirectory = folder.Path })!;
        await cpio.WaitForExitAsync();
        Assert.Equal(0, cpio.ExitCode);
        Assert.Equal(binary, await File.ReadAllBytesAsync(folder.File("usr/bin/tool")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("usr/bin/tool")));
        Assert.Equal("::1 localhost\n", await File.ReadAllTextAsync(folder.File("etc/hosts")));
        Assert.Equal("usr/bin", new FileInfo(folder.File("bin")).LinkTarget);
        Assert.True(Directory.Exists(folder.File("job")));
    }

    [Fact]
    public void Every_entry_starts_on_a_multiple_of_four_and_parents_come_first()
    {
        using var stream = new MemoryStream();
        var archive = new CpioWriter(stream);
        archive.AddText("/a/b/c", "12345");
        archive.AddText("/a/b/d", "1");
        archive.End();
        string text = Encoding.ASCII.GetString(stream.ToArray());
        int[] starts = [.. Occurrences(text, "070701")];
        // Two directories, two files, the trailer.
        Assert.Equal(5, starts.Length);
        Assert.All(starts, start => Assert.Equal(0, start % 4));
        Assert.True(text.IndexOf("a/b\0", StringComparison.Ordinal) < text.IndexOf("a/b/c\0", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_content_makes_the_same_bytes() => Assert.Equal(Write(), Write());

    private static byte[] Write()
    {
        using var stream = new MemoryStream();
        var archive = new CpioWriter(stream);
        archive.AddText("/etc/passwd", "root");
        archive.End();
        return stream.ToArray();
    }

    private static IEnumerable<int> Occurrences(string text, string wanted)
    {
        for (int at = text.IndexOf(wanted, StringComparison.Ordinal); at >= 0; at = text.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }
}
