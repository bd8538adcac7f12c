// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>
/// Programs of another Debian release, unpacked with the C library they are linked to: each is put behind a script that
/// starts it with that library, wherever the folder is.
/// </summary>
internal static class ForeignPrograms
{
    /// <summary>The packages that programs which come with a kernel's headers need.</summary>
    public static readonly string[] Libraries = ["libc6", "libelf1t64", "zlib1g", "libzstd1"];

    private const string Suffix = ".elf";
    private const string LibraryFolder = "usr/lib/x86_64-linux-gnu";
    private const string Loader = "ld-linux-x86-64.so.2";
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly byte[] ElfMagic = [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <summary>Makes the programs below a folder run here.</summary>
    /// <param name="root">Where the packages were unpacked.</param>
    /// <param name="programs">A folder below it.</param>
    public static void Adopt(string root, string programs)
    {
        foreach (string program in Directory.GetFiles(programs, "*", SearchOption.AllDirectories).Where(IsProgram))
        {
            string up = Path.GetRelativePath(Path.GetDirectoryName(program)!, root);
            File.Move(program, program + Suffix);
            File.WriteAllText(program, Script(up));
            File.SetUnixFileMode(program, Executable);
        }
    }

    /// <summary>Some of them look for others beside themselves, by their own name.</summary>
    private static string Script(string up) =>
        $"""
         #!/bin/sh
         here=$(readlink -f "$0")
         libraries=$(dirname "$here")/{up}/{LibraryFolder}
         exec "$libraries/{Loader}" --argv0 "$here" --library-path "$libraries" "$here{Suffix}" "$@"

         """;

    private static bool IsProgram(string file)
    {
        if ((File.GetUnixFileMode(file) & UnixFileMode.UserExecute) == 0)
        {
            return false;
        }

        Span<byte> start = stackalloc byte[ElfMagic.Length];
        using FileStream stream = File.OpenRead(file);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(ElfMagic);
    }
}
