// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>Folders that are slow to make: each is made once, whole or not at all, also by several processes at a time.</summary>
/// <param name="root">The cache's folder.</param>
public sealed class LabCache(string root)
{
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Unused = TimeSpan.FromDays(3);

    /// <summary>The cache's folder.</summary>
    public string Root { get; } = root;

    /// <summary>Returns the folder <paramref name="name"/> ("kind/key"), after making it if it is not there.</summary>
    /// <param name="name">Relative path; its last part is the key.</param>
    /// <param name="make">Fills an empty folder. It gets its final place when this returns, and is dropped when it throws.</param>
    /// <param name="cancellationToken">Stops waiting and making.</param>
    public async Task<string> GetAsync(string name, Func<string, CancellationToken, Task> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        string final = Path.Combine(Root, name);
        if (Directory.Exists(final))
        {
            Touch(final);
            return final;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(final)!);
        using FileStream held = await LockAsync(final + ".lock", cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(final))
        {
            return final;
        }

        string partial = final + ".partial";
        Remove(partial);
        Directory.CreateDirectory(partial);
        try
        {
            await make(partial, cancellationToken).ConfigureAwait(false);
            Directory.Move(partial, final);
        }
        finally
        {
            Remove(partial);
        }

        return final;
    }

    /// <summary>Removes folders of a kind that nobody used for three days.</summary>
    public void Prune(string kind)
    {
        var directory = new DirectoryInfo(Path.Combine(Root, kind));
        if (!directory.Exists)
        {
            return;
        }

        foreach (DirectoryInfo entry in directory.EnumerateDirectories())
        {
            if (DateTime.UtcNow - entry.LastWriteTimeUtc > Unused)
            {
                Remove(entry.FullName);
                File.Delete(entry.FullName + ".lock");
            }
        }
    }

    private static void Touch(string directory)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(directory, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's cache: it only matters to Prune.
        }
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // The kernel drops the lock with the process, so a killed one leaves nothing to clean up.
    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(LockPoll, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
