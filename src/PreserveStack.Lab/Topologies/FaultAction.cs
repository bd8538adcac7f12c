// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Topologies;

/// <summary>What is done to an interface.</summary>
public enum FaultKind
{
    /// <summary>What arrives is lost; nobody is told.</summary>
    Drop,

    /// <summary>Ends <see cref="Drop"/>.</summary>
    Undrop,

    /// <summary>Set down, by which both ends lose the carrier and this end its addresses and routes.</summary>
    Down,

    /// <summary>Set up, with the addresses and routes that it had, as a network manager would.</summary>
    Up,

    /// <summary>Its addresses are removed, and with them the routes that need them.</summary>
    RemoveAddresses,

    /// <summary>Addresses and routes are added again.</summary>
    AddAddresses,

    /// <summary>The routes by way of it are removed, that to its own prefix included.</summary>
    RemoveRoutes,

    /// <summary>They are added again.</summary>
    AddRoutes,
}

/// <summary>One step of a fault.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="At">To which interface.</param>
public sealed record FaultAction(FaultKind Kind, InterfaceName At)
{
    private static readonly IReadOnlyDictionary<string, FaultKind> Words = new Dictionary<string, FaultKind>
    {
        ["drop"] = FaultKind.Drop,
        ["undrop"] = FaultKind.Undrop,
        ["down"] = FaultKind.Down,
        ["up"] = FaultKind.Up,
        ["remove-addresses"] = FaultKind.RemoveAddresses,
        ["add-addresses"] = FaultKind.AddAddresses,
        ["remove-routes"] = FaultKind.RemoveRoutes,
        ["add-routes"] = FaultKind.AddRoutes,
    };

    /// <summary>The words a file may use.</summary>
    public static IEnumerable<string> AllowedWords => Words.Keys;

    /// <summary>The step that undoes this one.</summary>
    public FaultAction Inverse => this with
    {
        Kind = Kind switch
        {
            FaultKind.Drop => FaultKind.Undrop,
            FaultKind.Undrop => FaultKind.Drop,
            FaultKind.Down => FaultKind.Up,
            FaultKind.Up => FaultKind.Down,
            FaultKind.RemoveAddresses => FaultKind.AddAddresses,
            FaultKind.AddAddresses => FaultKind.RemoveAddresses,
            FaultKind.RemoveRoutes => FaultKind.AddRoutes,
            _ => FaultKind.RemoveRoutes,
        },
    };

    /// <summary>Finds the kind of a word.</summary>
    public static bool TryKind(string word, out FaultKind kind) => Words.TryGetValue(word, out kind);
}

/// <summary>A step at a moment after the topology is up.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What.</param>
public sealed record TimedAction(TimeSpan At, FaultAction Action);
