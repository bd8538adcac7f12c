// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting;

/// <summary>A name could not be connected to. The message lists each address and why, and says what to do.</summary>
public sealed class NameConnectException : NameSocketException
{
    internal NameConnectException(
        NameConnectFailure failure, string message, IReadOnlyList<FailedAttempt>? attempts = null, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Attempts = attempts ?? [];
    }

    /// <summary>How far it came.</summary>
    public NameConnectFailure Failure { get; }

    /// <summary>The addresses that were tried, in the order of the attempts; empty when there were none.</summary>
    public IReadOnlyList<FailedAttempt> Attempts { get; }

    /// <summary>True if the same call may well succeed when it is made again a while later.</summary>
    public override bool IsTransient => Failure is NameConnectFailure.NoneReachable or NameConnectFailure.NoAnswer;
}
