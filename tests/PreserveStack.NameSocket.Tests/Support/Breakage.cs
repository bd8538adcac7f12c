// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket.Tests;

internal enum Breakage
{
    /// <summary>Both sides see the end of the connection.</summary>
    Close,

    /// <summary>Both sides see a reset; what was on the way is gone.</summary>
    Reset,

    /// <summary>Nothing is passed on any more, and nobody is told.</summary>
    Blackhole,
}
