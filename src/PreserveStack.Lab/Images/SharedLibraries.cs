// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace PreserveStack.Lab.Images;

/// <summary>The shared libraries that programs of the host load, by asking its dynamic linker.</summary>
internal static partial class SharedLibraries
{
    /// <summary>Absolute paths of all libraries that any of the files needs.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        // Scripts and static programs make ldd fail, and say so; they need nothing.
        HostCommandResult result = await HostCommand.TryRunAsync("ldd", files, cancellationToken).ConfigureAwait(false);
        return PathsIn(result.Output);
    }

    /// <summary>The paths in what ldd printed.</summary>
    public static IReadOnlyList<string> PathsIn(string output) =>
        [.. Libraries().Matches(output).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"^\s+(?:\S+ => )?(/\S+) \(0x", RegexOptions.Multiline)]
    private static partial Regex Libraries();
}
