// SPDX-License-Identifier: MIT
using System.Net;

namespace PreserveStack.NameSocket;

/// <summary>Under which a client remembers a server: a name may lead to several.</summary>
/// <param name="Name">What was dialled.</param>
/// <param name="EndPoint">Where that led.</param>
internal readonly record struct ServerName(string Name, EndPoint EndPoint);
