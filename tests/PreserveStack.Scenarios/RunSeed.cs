// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PreserveStack.Lab;

namespace PreserveStack.Scenarios;

/// <summary>
/// What changes from commit to commit, and is the same in each run of one: on which kernel a case runs, and the random
/// numbers of the scenarios that use some.
/// </summary>
/// <param name="text">The commit, or what the user chose instead.</param>
public sealed class RunSeed(string text)
{
    /// <summary>A number that is used in place of the commit: to repeat a run, or to try another one.</summary>
    public const string Variable = "PRESERVE_SEED";

    private const string OutsideGit = "1";
    private const int MostNumbers = 32768;

    private static readonly Lazy<RunSeed> Found = new(Find);

    /// <summary>That of this run.</summary>
    public static RunSeed Current => Found.Value;

    /// <summary>The argument SEED of scenarios: the user's number, or one made of the commit.</summary>
    public int Number { get; } = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 1 + Hash(text, MostNumbers - 1);

    /// <summary>One of several for a name: for another name, or another commit, another one.</summary>
    public T Choose<T>(string name, IReadOnlyList<T> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        return choices[Hash($"{text} {name}", choices.Count)];
    }

    private static int Hash(string text, int values) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) % (uint)values);

    private static RunSeed Find() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? new RunSeed(given)
            : new RunSeed(Commit(LabFiles.Find().Root) ?? OutsideGit);

    /// <summary>The commit that is checked out in a folder; null outside git.</summary>
    public static string? Commit(string folder)
    {
        try
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["-C", folder, "rev-parse", "--verify", "--quiet", "HEAD"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string output = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 && output.Length > 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
