// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text;
using System.Text.Json;
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Paths;

/// <summary>What the module takes in /proc/net/preserve/paths.</summary>
public static class PathRules
{
    /// <summary>The group of those who name none.</summary>
    public const string DefaultGroup = "default";

    /// <summary>The greatest weight.</summary>
    public const uint MaxWeight = 1000;

    /// <summary>The most groups of a network namespace.</summary>
    public const int MaxGroups = 16;

    /// <summary>The most paths of a group.</summary>
    public const int MaxPaths = 16;

    /// <summary>The most bytes of a transaction: a page, less the zero that the kernel puts behind it.</summary>
    public const int MaxTransactionBytes = 4095;

    private const int MaxNameBytes = 15;

    /// <summary>The names of the modes, as the kernel writes them.</summary>
    public static IReadOnlyList<string> Modes { get; } = [.. Enum.GetValues<PathMode>().Select(NameOf)];

    /// <summary>The name of a mode, as the kernel writes it.</summary>
    /// <param name="mode">The mode.</param>
    public static string NameOf(PathMode mode) => JsonNamingPolicy.SnakeCaseLower.ConvertName(mode.ToString());

    /// <summary>Reads a mode.</summary>
    /// <param name="text">Its name.</param>
    /// <exception cref="PathValueException">There is none of that name.</exception>
    public static PathMode ParseMode(string text)
    {
        foreach (PathMode mode in Enum.GetValues<PathMode>())
        {
            if (NameOf(mode) == text)
            {
                return mode;
            }
        }

        string? nearest = NearestName.Find(text, Modes);
        throw new PathValueException($"unknown mode '{text}': "
            + (nearest is null ? $"there are {string.Join(", ", Modes)}" : $"did you mean '{nearest}'?"));
    }

    /// <summary>Reads a weight.</summary>
    /// <param name="device">The device, for the error.</param>
    /// <param name="text">A whole number.</param>
    /// <exception cref="PathValueException">No number, or out of bounds.</exception>
    public static uint ParseWeight(string device, string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint weight) && weight <= MaxWeight
            ? weight
            : throw new PathValueException($"the weight of {device} cannot be '{text}': it takes a whole number from 0 (a backup, "
                + $"used when no other path works) to {MaxWeight}");

    /// <summary>Checks the name of a group.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name.</returns>
    /// <exception cref="PathValueException">The module does not take it.</exception>
    public static string CheckGroup(string name) =>
        name.Length is > 0 and <= MaxNameBytes && name.All(character => character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-')
            ? name
            : throw new PathValueException($"a group cannot be called '{name}': it takes 1 to {MaxNameBytes} of a-z, 0-9, _ and -");

    /// <summary>Checks the name of a device.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The name.</returns>
    /// <exception cref="PathValueException">No device has such a name, or the module would take it for something else.</exception>
    public static string CheckDevice(string name)
    {
        if (name == PathTransaction.ModeWord)
        {
            throw new PathValueException($"a device called '{name}' cannot be a path, as that is a word of the module's: rename it");
        }

        return name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes
            && !name.Any(character => char.IsWhiteSpace(character) || character is '/' or ':' or '\0')
                ? name
                : throw new PathValueException($"no device is called '{name}': 'ip link' lists them");
    }
}
