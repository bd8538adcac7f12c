// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Tests that count what the whole process does, or what of its shared pools is left to them, run when no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = nameof(Alone);
}
