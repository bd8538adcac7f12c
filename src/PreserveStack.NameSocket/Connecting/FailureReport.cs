// SPDX-License-Identifier: MIT
using System.Net.Sockets;

namespace PreserveStack.NameSocket.Connecting;

/// <summary>Puts together the one error about all that failed.</summary>
internal static class FailureReport
{
    /// <summary>For attempts that all failed.</summary>
    public static NameConnectException NoneReachable(
        string host, string service, IReadOnlyList<FailedAttempt> attempts, NameConnectException? lookup, SocketException? unanswered)
    {
        IEnumerable<string> reasons = attempts.Select(attempt => $"{attempt.EndPoint}: {Reason(attempt.Exception)}");
        string also = lookup is not null ? $"; moreover, {lookup.Message}"
            : unanswered is not null ? $"; there may be more addresses, but a look-up failed: {Reason(unanswered)}" : "";
        return new NameConnectException(
            NameConnectFailure.NoneReachable,
            $"cannot connect to {host}, service {service}: {string.Join("; ", reasons)}. {Advice(attempts)}{also}",
            attempts,
            attempts[0].Exception);
    }

    /// <summary>For a name without addresses.</summary>
    public static NameConnectException NoAddress(string host, SocketException? unanswered) => unanswered is null
        ? new NameConnectException(
            NameConnectFailure.NameNotFound, $"there is no address for the name '{host}': check how it is written")
        : NoAnswer(host, Reason(unanswered), unanswered);

    /// <summary>For a name that nobody could say anything about.</summary>
    public static NameConnectException NoAnswer(string host, string reason, Exception inner) => new(
        NameConnectFailure.NoAnswer,
        $"no name server answered for '{host}' ({reason}): check the network and the servers in resolv.conf, or use an address",
        inner: inner);

    private static string Advice(IReadOnlyList<FailedAttempt> attempts) =>
        attempts.All(attempt => attempt.Exception is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            ? "Check that the service runs and listens on this port"
            : "Check the routes ('ip route get ADDRESS') and the firewalls in between";

    // The message of a socket's own exception repeats the endpoint.
    private static string Reason(Exception exception) =>
        exception is SocketException socket ? new SocketException((int)socket.SocketErrorCode).Message : exception.Message;
}
