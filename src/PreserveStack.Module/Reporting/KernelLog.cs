// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Reporting;

/// <summary>The module's part of the kernel's log.</summary>
internal static class KernelLog
{
    private const string Name = "preserve";
    private const int LongestComplaint = 200;
    private static readonly string[] Beginnings = ["[ cut here ]---", "BUG: ", "INFO: task ", "INFO: rcu", "general protection fault"];
    private static readonly string[] Ends = ["---[ end trace", "</TASK>", "=========="];

    /// <summary>Lines that name the module, and whole complaints of the kernel of which one line does.</summary>
    public static string OfModule(string log)
    {
        var kept = new List<string>();
        var complaint = new List<string>();
        foreach (string line in log.Split('\n'))
        {
            if (complaint.Count == 0 && !Beginnings.Any(line.Contains))
            {
                Keep(kept, [line]);
                continue;
            }

            complaint.Add(line);
            if (complaint.Count == LongestComplaint || Ends.Any(line.Contains))
            {
                Keep(kept, complaint);
                complaint.Clear();
            }
        }

        Keep(kept, complaint);
        return string.Concat(kept.Select(line => $"{line}\n"));
    }

    private static void Keep(List<string> kept, List<string> lines)
    {
        if (lines.Any(line => line.Contains(Name, StringComparison.Ordinal)))
        {
            kept.AddRange(lines);
        }
    }
}
