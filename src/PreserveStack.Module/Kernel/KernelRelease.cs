// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PreserveStack.Module.Kernel;

/// <summary>A kernel's release, such as 6.1.0-35-cloud-amd64.</summary>
/// <param name="Text">All of it, as uname -r prints it.</param>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
public sealed record KernelRelease(string Text, int Major, int Minor)
{
    /// <summary>The oldest kernel the module is made for.</summary>
    public const string OldestSupported = "6.1";

    /// <summary>Whether the module is made for it.</summary>
    public bool IsSupported => Major > 6 || (Major == 6 && Minor >= 1);

    /// <summary>The Debian package with what is needed to build modules for it.</summary>
    public string HeadersPackage => $"linux-headers-{Text}";

    /// <summary>Reads a release.</summary>
    /// <param name="text">As uname -r prints it.</param>
    /// <param name="release">The release; null when it is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out KernelRelease? release)
    {
        string trimmed = text.Trim();
        string[] parts = trimmed.Split('.', 3);
        if (parts.Length >= 2
            && !trimmed.Contains('/')
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1].Split('-', '+')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int minor))
        {
            release = new KernelRelease(trimmed, major, minor);
            return true;
        }

        release = null;
        return false;
    }
}
