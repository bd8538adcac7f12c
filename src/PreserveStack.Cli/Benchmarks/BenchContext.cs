// SPDX-License-Identifier: MIT
using System.CommandLine;

namespace PreserveStack.Cli.Benchmarks;

/// <summary>Where the commands write; they are the same in <c>preserve bench</c> and in <c>preserve-bench</c>, which is only they.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress and warnings.</param>
/// <param name="Json">The option for JSON.</param>
internal sealed record BenchContext(TextWriter Out, TextWriter Error, Option<bool> Json);
