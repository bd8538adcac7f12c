// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket.Connecting;

/// <summary>An address that could not be connected to.</summary>
/// <param name="EndPoint">The address and the port.</param>
/// <param name="Exception">Why.</param>
public sealed record FailedAttempt(IPEndPoint EndPoint, Exception Exception);
