// SPDX-License-Identifier: MIT
using PreserveStack.Module.Tables;

namespace PreserveStack.Cli.Output;

/// <summary>Why a pair changed, for people.</summary>
internal static class CauseWords
{
    /// <summary>A few words.</summary>
    public static string Of(MigrationCause cause) => cause switch
    {
        MigrationCause.None => "-",
        MigrationCause.Rto => "path timed out",
        MigrationCause.NoRoute => "no route",
        MigrationCause.LinkDown => "link down",
        MigrationCause.AddressRemoved => "address removed",
        MigrationCause.PathRestored => "path restored",
        MigrationCause.Followed => "followed peer",
        _ => cause.ToString(),
    };
}
