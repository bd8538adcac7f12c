// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Sysctls;

/// <summary>What there is to know about one setting of the module.</summary>
/// <param name="Key">Its name below net.preserve, as sysctl prints it: levels are separated by '.'.</param>
/// <param name="Unit">Unit of the value; empty for a plain number.</param>
/// <param name="Minimum">The least value the kernel takes.</param>
/// <param name="Maximum">The greatest value the kernel takes.</param>
/// <param name="Default">The value after the module is loaded.</param>
/// <param name="Summary">One line.</param>
/// <param name="Details">When to change it, and what special values mean.</param>
public sealed record SysctlEntry(string Key, string Unit, uint Minimum, uint Maximum, uint Default, string Summary, string Details)
{
    /// <summary>Its file below /proc/sys/net/preserve.</summary>
    public string Path => Key.Replace('.', '/');

    /// <summary>Whether it switches a part of the module on and off, and others are of no effect while it is 0.</summary>
    public bool IsSwitch => Key.Split('.')[^1] == "enabled";

    /// <summary>Whether other network namespaces take no more than the initial one has.</summary>
    public bool IsCapped { get; init; }

    /// <summary>Reads a value and checks it against the bounds.</summary>
    /// <param name="text">A decimal number, or hexadecimal with 0x.</param>
    /// <exception cref="ValueOutOfBoundsException">No number, or out of bounds.</exception>
    public uint Parse(string text)
    {
        bool isNumber = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(text.AsSpan(2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out uint value)
            : uint.TryParse(text, System.Globalization.NumberStyles.None, null, out value);
        return isNumber && value >= Minimum && value <= Maximum ? value : throw new ValueOutOfBoundsException(this, text);
    }
}
