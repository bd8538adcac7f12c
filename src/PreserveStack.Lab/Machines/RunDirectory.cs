// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>The folder of one running machine: its RAM disk, its output, its sockets. Gone with it.</summary>
internal sealed class RunDirectory : IDisposable
{
    private const string SharedMemory = "/dev/shm";

    /// <summary>Room that several machines at a time may take.</summary>
    private const long RoomNeeded = 2L << 30;

    private RunDirectory(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Makes one, in memory if there is room.</summary>
    public static RunDirectory Create() =>
        new(Directory.CreateDirectory(
            System.IO.Path.Combine(Parent(), "preserve-lab-" + System.IO.Path.GetRandomFileName()),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);

    /// <summary>A file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The supervisor was faster.
        }
    }

    // User-mode Linux maps its memory from here with execute permission.
    private static string Parent()
    {
        string temporary = System.IO.Path.GetTempPath();
        if (!Directory.Exists(SharedMemory))
        {
            return temporary;
        }

        bool executable = System.IO.File.ReadLines("/proc/self/mounts")
            .Select(line => line.Split(' '))
            .Where(fields => fields[1] == SharedMemory)
            .All(fields => !fields[3].Split(',').Contains("noexec"));
        return executable && new DriveInfo(SharedMemory).AvailableFreeSpace >= RoomNeeded ? SharedMemory : temporary;
    }
}
