// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>Usual permission bits.</summary>
internal static class Modes
{
    /// <summary>rwxr-xr-x.</summary>
    public const UnixFileMode Directory =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>rwxr-xr-x.</summary>
    public const UnixFileMode Program = Directory;

    /// <summary>rw-r--r--.</summary>
    public const UnixFileMode File =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>rw-------.</summary>
    public const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>rwxrwxrwt.</summary>
    public const UnixFileMode Temporary =
        Directory | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit;
}
