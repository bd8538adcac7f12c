// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Module.Reporting;

namespace PreserveStack.Cli.Reporting;

/// <summary>What the command works on, the same in <c>preserve debug-report</c> and in <c>preserve-debug-report</c>, which is only it.</summary>
/// <param name="Out">Results.</param>
/// <param name="Json">The option for JSON.</param>
/// <param name="Namespace">The option for another network namespace.</param>
/// <param name="Sources">Where a report finds what it tells.</param>
internal sealed record DebugReportContext(TextWriter Out, Option<bool> Json, Option<string?> Namespace, ReportSources Sources);
