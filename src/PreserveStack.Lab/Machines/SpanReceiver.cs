// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>Takes a piece of output.</summary>
internal delegate void SpanReceiver(ReadOnlySpan<byte> data);
