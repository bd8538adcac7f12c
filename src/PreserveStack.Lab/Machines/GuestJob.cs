// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>One job for a machine: a script, the files it needs and its environment.</summary>
public sealed record GuestJob
{
    /// <summary>A bash script, run as root with the current directory /job.</summary>
    public required string Script { get; init; }

    /// <summary>Files put into the guest before the script starts.</summary>
    public IReadOnlyList<GuestFile> Files { get; init; } = [];

    /// <summary>
    /// What the user asked for: a command, and the script it runs if it is one. The C# programs of vm/programs.list that
    /// are named in it are placed in /usr/bin, except on User-mode Linux; so are, everywhere, the programs of vm/fetched.list.
    /// </summary>
    public string CommandText { get; init; } = string.Empty;

    /// <summary>Environment variables of the script.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the modules, built for the machine's kernel, are placed in /lib/preserve. They are not loaded.</summary>
    public bool WithModule { get; init; } = true;

    /// <summary>
    /// Whether programs and files of the host's root that are not in the machine's own image can be
    /// seen (read-only). Disturbs repeatability; for <c>lab exec</c> and <c>lab shell</c>.
    /// </summary>
    public bool WithHostRoot { get; init; }

    /// <summary>
    /// Whether the modules have what gdb needs, and LAB_GDB names the file of its commands, see <see cref="GdbScript"/>.
    /// For User-mode Linux at a terminal.
    /// </summary>
    public bool WithDebugger { get; init; }
}

/// <summary>A file for the guest.</summary>
/// <param name="GuestPath">Absolute path inside.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Unix permission bits.</param>
public sealed record GuestFile(string GuestPath, ReadOnlyMemory<byte> Content, UnixFileMode Mode);
