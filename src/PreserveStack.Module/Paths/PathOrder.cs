// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Paths;

/// <summary>A line of a transaction.</summary>
internal abstract record PathOrder
{
    /// <summary>As the module reads it.</summary>
    public abstract string Line { get; }

    /// <summary>Adds a path, or changes its weight.</summary>
    public sealed record Set(string Device, uint Weight, string Group) : PathOrder
    {
        public override string Line => string.Create(CultureInfo.InvariantCulture, $"{Device} {Weight} {Group}");
    }

    /// <summary>Removes a path.</summary>
    public sealed record Remove(string Device, string Group) : PathOrder
    {
        public override string Line => $"{Device} - {Group}";
    }

    /// <summary>Changes the mode of a group, and makes the group if need be.</summary>
    public sealed record SetMode(PathMode Mode, string Group) : PathOrder
    {
        public override string Line => $"{PathTransaction.ModeWord} {PathRules.NameOf(Mode)} {Group}";
    }

    /// <summary>Removes all groups.</summary>
    public sealed record Clear : PathOrder
    {
        public override string Line => "clear";
    }
}
