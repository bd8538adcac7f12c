// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>A line of vm/fetched.list.</summary>
/// <param name="Names">What a job calls it by.</param>
/// <param name="Packages">Debian packages with the program and what it needs.</param>
/// <param name="Excluded">Names of their entries that are left out, at any depth.</param>
internal sealed record FetchedProgram(IReadOnlyList<string> Names, IReadOnlyList<string> Packages, IReadOnlyList<string> Excluded)
{
    /// <summary>Reads the list.</summary>
    /// <exception cref="FormatException">A line has no colon, or nothing on one side of it.</exception>
    public static IReadOnlyList<FetchedProgram> Parse(string text) =>
        [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(ParseLine)];

    private static FetchedProgram ParseLine(string line)
    {
        string[][] sides = [.. line.Split(':').Select(side => side.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        if (sides.Length != 2 || sides[0].Length == 0 || sides[1].All(IsExcluded))
        {
            throw new FormatException($"list of fetched programs: '{line}' is not NAME... : PACKAGE... [-LEFT-OUT...]");
        }

        return new FetchedProgram(
            sides[0],
            [.. sides[1].Where(word => !IsExcluded(word))],
            [.. sides[1].Where(IsExcluded).Select(word => word[1..])]);
    }

    private static bool IsExcluded(string word) => word[0] == '-';
}
