// SPDX-License-Identifier: MIT
using System.Text.RegularExpressions;

namespace PreserveStack.Lab.Machines;

/// <summary>What a kernel's console or log tells about the machine's health.</summary>
public static partial class KernelConsole
{
    private const int LinesInMessages = 25;

    /// <summary>The last lines, for an error message.</summary>
    public static string LastLines(string console, int count = LinesInMessages)
    {
        ArgumentNullException.ThrowIfNull(console);
        return string.Join('\n', Lines(console).TakeLast(count));
    }

    /// <summary>Why the kernel stopped, in its own words; null when it did not say.</summary>
    public static string? CauseOfDeath(string console)
    {
        ArgumentNullException.ThrowIfNull(console);
        return Lines(console).Select(line => Death().Match(line)).FirstOrDefault(match => match.Success)?.Value;
    }

    /// <summary>
    /// The kernel's reports of bugs: BUG, WARNING, Oops, KASAN, UBSAN, lockdep, RCU, objects, leaks; each with the lines that
    /// follow it. Empty in a healthy run.
    /// </summary>
    public static IReadOnlyList<string> Warnings(string console)
    {
        ArgumentNullException.ThrowIfNull(console);
        string[] lines = [.. Lines(console)];
        return [.. Enumerable.Range(0, lines.Length)
            .Where(i => Report().IsMatch(lines[i]) && !IsBaseline(lines.AsSpan(i)))
            .Select(i => string.Join('\n', lines.Skip(i).Take(1 + LinesBehind(lines.AsSpan(i + 1)))))];
    }

    // A report ends where the next begins, where it draws a line itself, or where it gets too long to be read.
    private static int LinesBehind(ReadOnlySpan<string> lines)
    {
        const int most = 40;
        int count = 0;
        while (count < lines.Length && count < most && !ReportEnd().IsMatch(lines[count]) && !Report().IsMatch(lines[count]))
        {
            count++;
        }

        return count;
    }

    // Stock 6.1 says this at boot with RCU checks on, whatever runs in it.
    private static bool IsBaseline(ReadOnlySpan<string> lines)
    {
        const int linesToTheFile = 4;
        foreach (string line in lines[..Math.Min(lines.Length, linesToTheFile)])
        {
            if (line.Contains("lib/maple_tree.c", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Lines(string console) =>
        console.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0);

    [GeneratedRegex(@"Kernel panic - not syncing.*|lab-init: .*|Oops: .*|BUG: unable to handle .*|VFS: Unable to mount.*|Out of memory.*")]
    private static partial Regex Death();

    [GeneratedRegex(
        @"BUG:|BUG at |WARNING:|Oops:|KASAN:|UBSAN:|INFO: task |INFO: trying to register|INFO: possible|INFO: rcu|possible circular locking" +
        @"|possible recursive locking|inconsistent lock state|suspicious RCU usage|Invalid wait context|bad unlock balance" +
        @"|sleeping function called|scheduling while atomic|ODEBUG:|list_add corruption|list_del corruption|refcount_t: |general protection fault" +
        @"|leaked reference|suspected memory leak|unregister_netdevice: waiting|Kernel panic|double free|use-after-free|Slab corruption|Redzone")]
    private static partial Regex Report();

    [GeneratedRegex(@"</TASK>|---\[ end trace|^(<[0-9]>)?\[[ 0-9.]+\] ={10,}$|^(<[0-9]>)?\[[ 0-9.]+\] *$")]
    private static partial Regex ReportEnd();
}
