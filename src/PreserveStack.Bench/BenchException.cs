// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench;

/// <summary>A benchmark could not be run, or its figures would not be what they say. The message tells what to do.</summary>
public sealed class BenchException : IOException
{
    internal BenchException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
