// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>A resource record that is of use here.</summary>
/// <param name="Owner">The name it belongs to.</param>
/// <param name="Content">An <see cref="SrvRecord"/>, an <see cref="System.Net.IPAddress"/> or, of an alias, the name it stands for.</param>
internal readonly record struct DnsRecord(string Owner, object Content);
