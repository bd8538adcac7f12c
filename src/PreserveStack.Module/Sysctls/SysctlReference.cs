// SPDX-License-Identifier: MIT
using System.Text;

namespace PreserveStack.Module.Sysctls;

/// <summary>Writes the reference of all settings, made from <see cref="SysctlCatalog"/>.</summary>
public static class SysctlReference
{
    /// <summary>As docs/sysctl.md.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(
            """
            # Settings: /proc/sys/net/preserve

            Each network namespace has its own. They are whole numbers without sign, and a few lists; a value out of bounds is refused with EINVAL
            and changes nothing. `preserve config show` shows them with their values, `preserve config set KEY=VALUE` and
            `sysctl net.preserve.KEY=VALUE` change them. A key with a dot is a file in a directory: scheduler.enabled is
            /proc/sys/net/preserve/scheduler/enabled, and may be written scheduler/enabled. Unless said otherwise a change counts for
            what happens from then on. Changing one takes CAP_NET_ADMIN over the namespace.

            Over all namespaces together stand parameters of the module, in /sys/module/preserve/parameters and shown with their
            defaults by `modinfo preserve`: max_connections, max_spreads, max_reorder_bytes, max_blackholes and max_optouts. All namespaces
            but the initial one share one half of each, and none takes more than half of what the others leave of it; those that belong to the
            user namespaces of one unprivileged user, or of one container, count as one.

            This file is made by `preserve config reference` from the table in src/PreserveStack.Module/Sysctls/SysctlCatalog.cs.

            | key | unit | bounds | default | meaning |
            |---|---|---|---|---|

            """);
        foreach (SysctlEntry entry in SysctlCatalog.Entries)
        {
            text.Append($"| [{entry.Key}](#{Anchor(entry)}) | {entry.Unit} | {Range(entry)} | {entry.Default} | {entry.Summary} |\n");
        }

        foreach (SysctlEntry entry in SysctlCatalog.Entries)
        {
            text.Append($"\n## {entry.Key}\n\n{entry.Summary} {Bounds(entry)}\n\n{entry.Details}\n");
        }

        return text.ToString();
    }

    /// <summary>As docs/man/preserve.sysctl.5.</summary>
    public static string Man()
    {
        var text = new StringBuilder(
            """
            .\" SPDX-License-Identifier: MIT
            .\" Made by: preserve config reference --format man
            .TH PRESERVE.SYSCTL 5 "" PreserveStack "File formats"
            .SH NAME
            preserve.sysctl \- settings of the PreserveStack kernel module
            .SH SYNOPSIS
            .I /proc/sys/net/preserve/*
            .SH DESCRIPTION
            Each network namespace has its own settings.
            They are whole numbers without sign, and a few lists; a value out of bounds is refused with
            .B EINVAL
            and changes nothing.
            .BR preserve (8)
            shows and changes them by
            .B preserve config
            and so does
            .BR sysctl (8)
            under the names
            .IR net.preserve.* .
            A key with a dot is a file in a directory:
            .B scheduler.enabled
            is
            .IR /proc/sys/net/preserve/scheduler/enabled .

            """);
        foreach (SysctlEntry entry in SysctlCatalog.Entries)
        {
            text.Append($".TP\n.B {entry.Key}\n{Escape($"{entry.Summary} {Bounds(entry)}")}\n.IP\n{Escape(entry.Details)}\n");
        }

        return text.Append(".SH SEE ALSO\n.BR preserve (8),\n.BR preserve-lab (8),\n.BR preserve.conf (5),\n.BR sysctl (8)\n").ToString();
    }

    // Markdown makes anchors from headings without their dots.
    private static string Anchor(SysctlEntry entry) => entry.Key.Replace(".", "");

    private static string Bounds(SysctlEntry entry)
    {
        string unit = entry.Unit.Length == 0 ? "" : $" {entry.Unit}";
        if (entry.Kind != SysctlKind.Number)
        {
            return $"Takes {entry.Takes}; the default is {(entry.Default.Length == 0 ? "empty" : entry.Default)}.";
        }

        return $"From {entry.Minimum} to {entry.Maximum}{unit}; the default is {entry.Default}."
            + (entry.IsCapped ? " In other network namespaces than the initial one no more than it is there." : "");
    }

    private static string Range(SysctlEntry entry) => entry.Kind == SysctlKind.Number ? $"{entry.Minimum} to {entry.Maximum}" : $"up to {entry.Maximum} words";

    private static string Escape(string text) => text.Replace("\\", "\\e").Replace("-", "\\-");
}
