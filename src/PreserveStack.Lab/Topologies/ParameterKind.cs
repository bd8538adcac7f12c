// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>What values a parameter takes.</summary>
public enum ParameterKind
{
    /// <summary>Bits per second: 20mbit, 500kbit, 1gbit; 0 for no limit.</summary>
    Rate,

    /// <summary>A time: 10ms, 2.5s, 5min.</summary>
    Duration,

    /// <summary>0% to 100%, the sign may be left out.</summary>
    Percent,

    /// <summary>A whole number within bounds.</summary>
    Number,

    /// <summary>An integer, or several as a range such as 1-5.</summary>
    Range,

    /// <summary>Positive integers with colons between them: 1:5.</summary>
    Ratio,

    /// <summary>One of some words.</summary>
    Choice,
}
