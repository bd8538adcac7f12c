// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>What came of a question to one server.</summary>
/// <param name="Answer">The answer, or null.</param>
/// <param name="Error">Why there is none, or null.</param>
/// <param name="IsTruncated">True when the answer did not fit and has to be asked for over TCP.</param>
internal sealed record DnsReply(SrvAnswer? Answer, string? Error, bool IsTruncated = false);
