// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Sessions;

/// <summary>What an echo client sends.</summary>
/// <param name="Bytes">An amount as fast as it goes; null for lines.</param>
/// <param name="Lines">So many lines; null for as many as there is time for.</param>
/// <param name="Interval">Time between two lines.</param>
internal sealed record EchoPlan(long? Bytes, long? Lines, TimeSpan Interval);
