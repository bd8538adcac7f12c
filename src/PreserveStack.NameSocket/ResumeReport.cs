// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>What <see cref="NameSocket.Resumed"/> tells.</summary>
/// <param name="Cause">Why the connection was given up, in a few words.</param>
/// <param name="Outage">Time from the moment the failure was noticed to the moment the new connection was taken.</param>
/// <param name="RetransmittedBytes">Bytes that have to be sent again on the new connection.</param>
public readonly record struct ResumeReport(string Cause, TimeSpan Outage, long RetransmittedBytes);
