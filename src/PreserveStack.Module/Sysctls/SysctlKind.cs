// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Sysctls;

/// <summary>What the value of a setting is.</summary>
public enum SysctlKind
{
    /// <summary>A whole number within bounds.</summary>
    Number,

    /// <summary>A list of network devices, '*' or 'default'.</summary>
    Devices,

    /// <summary>A list of names of network devices.</summary>
    Names,

    /// <summary>A list of network devices with a priority, NAME:PRIORITY.</summary>
    Priorities,

    /// <summary>A list of prefixes, ADDR/LEN.</summary>
    Prefixes,

    /// <summary>A list of ports, PORT or LOW-HIGH.</summary>
    Ports,

    /// <summary>A list of marks of packets, VALUE or VALUE/MASK.</summary>
    Marks,
}
