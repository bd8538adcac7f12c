// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Module.Paths;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module.Configuration;

/// <summary>Writes what is in force as a configuration file that makes it so again.</summary>
public static class ConfigurationWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="running">What is in force.</param>
    /// <param name="output">Where to.</param>
    public static void Write(RunningConfiguration running, TextWriter output)
    {
        output.WriteLine("# Made by: preserve config show --yaml. See preserve.conf(5); settings that are left out stay as they are.");
        output.WriteLine("settings:" + (running.Settings.Count == 0 ? " {}" : ""));
        foreach ((SysctlEntry entry, string value) in running.Settings)
        {
            string unit = entry.Unit.Length == 0 ? "" : $" {entry.Unit}";
            bool isNumber = entry.Kind == SysctlKind.Number;
            string bounds = isNumber ? $"{entry.Minimum} to {entry.Maximum}{unit}, default {entry.Default}" : $"Default '{entry.Default}'";
            output.WriteLine($"  # {entry.Summary} {bounds}.");
            output.WriteLine($"  {entry.Key}: {(isNumber ? value : Quote(value))}");
        }

        output.WriteLine();
        output.WriteLine("# All groups there are; weight 0 is a backup.");
        output.WriteLine("paths:" + (running.Groups.Count == 0 ? " {}" : ""));
        foreach (PathGroup group in running.Groups)
        {
            output.WriteLine($"  {Quote(group.Name)}:");
            output.WriteLine($"    mode: {PathRules.NameOf(group.Mode)}");
            output.WriteLine("    devices:" + (group.Paths.Count == 0 ? " {}" : ""));
            foreach (PathWeight path in group.Paths)
            {
                output.WriteLine($"      {Quote(path.Device)}: {path.Weight.ToString(CultureInfo.InvariantCulture)}");
            }
        }
    }

    // Names may be words that mean something in YAML.
    private static string Quote(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')
            ? name
            : $"'{name.Replace("'", "''")}'";
}
