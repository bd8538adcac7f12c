// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>The host's files that go into an image, by their path in the guest.</summary>
internal sealed class ImageContent
{
    private readonly SortedDictionary<string, string?> _entries = new(StringComparer.Ordinal);

    /// <summary>Regular files by guest path.</summary>
    public IEnumerable<(string GuestPath, string HostPath)> Files =>
        _entries.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!));

    /// <summary>Symbolic links.</summary>
    public IEnumerable<string> Links => _entries.Where(entry => entry.Value is null).Select(entry => entry.Key);

    /// <summary>Adds a file of the host; for a link also what it points at.</summary>
    public void Add(string path)
    {
        string guest = Canonical(path);
        if (_entries.ContainsKey(guest))
        {
            return;
        }

        var file = new FileInfo(guest);
        if (file.LinkTarget is not { } target)
        {
            _entries[guest] = guest;
            return;
        }

        _entries[guest] = null;
        Add(Path.GetFullPath(target, Path.GetDirectoryName(guest)!));
    }

    /// <summary>Adds a file under another name.</summary>
    public void Add(string guestPath, string hostPath) => _entries[Canonical(guestPath)] = hostPath;

    /// <summary>Debian's /bin, /lib and the like are links into /usr; in the image too.</summary>
    public static string Canonical(string path)
    {
        foreach (string merged in (ReadOnlySpan<string>)["/bin/", "/sbin/", "/lib/", "/lib64/"])
        {
            if (path.StartsWith(merged, StringComparison.Ordinal))
            {
                return "/usr" + path;
            }
        }

        return path;
    }
}
