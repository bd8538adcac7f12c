// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;

namespace PreserveStack.Lab.Images;

/// <summary>Writes the archive format of a kernel's initial RAM disk ("newc"), uncompressed. Everything belongs to root.</summary>
/// <param name="stream">Where it goes; not closed.</param>
public sealed class CpioWriter(Stream stream)
{
    private const int TypeDirectory = 0x4000;
    private const int TypeFile = 0x8000;
    private const int TypeLink = 0xa000;
    private const int HeaderSize = 110;
    private const int LinkMode = 0x1ff;

    /// <summary>Time stamp of what has no time of its own: 2020-01-01, when the machines' clocks start.</summary>
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly HashSet<string> _directories = [];
    private int _inode;

    /// <summary>Adds a directory and those above it that were not added yet.</summary>
    public void AddDirectory(string path, UnixFileMode mode = Modes.Directory)
    {
        string name = Normalise(path);
        if (name.Length == 0 || !_directories.Add(name))
        {
            return;
        }

        AddParents(name);
        Write(name, TypeDirectory | (int)mode, Epoch, []);
    }

    /// <summary>Adds a file.</summary>
    public void AddFile(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Modes.File, DateTimeOffset? modified = null)
    {
        string name = Normalise(path);
        AddParents(name);
        Write(name, TypeFile | (int)mode, modified ?? Epoch, content);
    }

    /// <summary>Adds a text file.</summary>
    public void AddText(string path, string content, UnixFileMode mode = Modes.File) => AddFile(path, Encoding.UTF8.GetBytes(content), mode);

    /// <summary>Adds a symbolic link.</summary>
    public void AddLink(string path, string target)
    {
        string name = Normalise(path);
        AddParents(name);
        Write(name, TypeLink | LinkMode, Epoch, Encoding.UTF8.GetBytes(target));
    }

    /// <summary>Ends the archive. Another one may follow it in the same file.</summary>
    public void End() => Write("TRAILER!!!", 0, DateTimeOffset.UnixEpoch, []);

    private static string Normalise(string path) => path.Trim('/');

    private void AddParents(string name)
    {
        int slash = name.LastIndexOf('/');
        if (slash > 0)
        {
            AddDirectory(name[..slash]);
        }
    }

    private void Write(string name, int mode, DateTimeOffset modified, ReadOnlySpan<byte> content)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name + "\0");
        long[] fields = [++_inode, mode, 0, 0, 1, modified.ToUnixTimeSeconds(), content.Length, 0, 0, 0, 0, nameBytes.Length, 0];
        stream.Write("070701"u8);
        foreach (long field in fields)
        {
            stream.Write(Encoding.ASCII.GetBytes(((uint)field).ToString("x8", CultureInfo.InvariantCulture)));
        }

        stream.Write(nameBytes);
        Pad(HeaderSize + nameBytes.Length);
        stream.Write(content);
        Pad(content.Length);
    }

    private void Pad(int length) => stream.Write("\0\0\0"u8[..(-length & 3)]);
}
