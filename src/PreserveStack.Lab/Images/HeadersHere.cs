// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace PreserveStack.Lab.Images;

/// <summary>Makes kernel headers of another Debian release usable with the compiler and the C library of this one.</summary>
internal static partial class HeadersHere
{
    /// <param name="root">Where the packages were unpacked.</param>
    /// <param name="headers">The folder that modules are built against.</param>
    public static void Adapt(string root, string headers)
    {
        ForeignPrograms.Adopt(root, Path.Combine(headers, "scripts") + "/");
        ForeignPrograms.Adopt(root, Path.Combine(headers, "tools") + "/");
        Rewrite(Path.Combine(headers, ".kernelvariables"), text => Compiler().Replace(text, "gcc"));
        Rewrite(
            Path.Combine(headers, "include", "config", "auto.conf"),
            text => NoPahole().Replace(Newer().Replace(text, string.Empty), "CONFIG_PAHOLE_VERSION=0"));
        AllowSparse(Path.Combine(headers, "scripts", "checker-valid.sh"));
    }

    // Without this script, which the package forgot, the build takes sparse for absent. It has nothing to say about Debian's.
    private static void AllowSparse(string script)
    {
        if (!File.Exists(script))
        {
            File.WriteAllText(script, "#!/bin/sh\necho 1\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    private static void Rewrite(string file, Func<string, string> change) => File.WriteAllText(file, change(File.ReadAllText(file)));

    /// <summary>The compiler of the other release; this one's may be older than the kernel's makers had.</summary>
    [GeneratedRegex("gcc-[0-9]+")]
    private static partial Regex Compiler();

    /// <summary>What that compiler could and this one cannot.</summary>
    [GeneratedRegex("^CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT=.*\n", RegexOptions.Multiline)]
    private static partial Regex Newer();

    /// <summary>It adds type data that nobody needs here, and would be missed at each build.</summary>
    [GeneratedRegex("^CONFIG_PAHOLE_VERSION=.*$", RegexOptions.Multiline)]
    private static partial Regex NoPahole();
}
