// SPDX-License-Identifier: MIT
namespace PreserveStack.Bench.Results;

/// <summary>One cell of a run.</summary>
/// <param name="Test">What is measured.</param>
/// <param name="Transport">Over what.</param>
/// <param name="SizeBytes">Bytes of a write or request; 1 in the rate test.</param>
/// <param name="Connections">Connections at a time.</param>
/// <param name="Reverse">Whether the server sends.</param>
public sealed record BenchCase(BenchTest Test, BenchTransport Transport, int SizeBytes, int Connections, bool Reverse);
