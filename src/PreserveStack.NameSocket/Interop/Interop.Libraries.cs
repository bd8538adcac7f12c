// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

internal static partial class Interop
{
    internal static class Libraries
    {
        internal const string Libc = "libc";
    }
}
