// SPDX-License-Identifier: MIT
namespace PreserveStack.Module;

/// <summary>There is no setting of that name.</summary>
public sealed class UnknownKeyException : ModuleException
{
    /// <summary>Creates the exception; the message suggests the nearest name.</summary>
    /// <param name="key">The unknown name.</param>
    /// <param name="known">All names there are.</param>
    public UnknownKeyException(string key, IEnumerable<string> known)
        : base(Describe(key, known))
    {
    }

    private static string Describe(string key, IEnumerable<string> known)
    {
        string? nearest = NearestName.Find(key, known);
        return nearest is null
            ? $"unknown key '{key}': 'preserve config show' lists all"
            : $"unknown key '{key}': did you mean '{nearest}'?";
    }
}
