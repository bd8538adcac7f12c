// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench;

internal static partial class Interop
{
    internal static class Libraries
    {
        internal const string Libc = "libc";
    }
}
