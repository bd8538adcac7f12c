// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Configuration;

/// <summary>Something wrong in a configuration file.</summary>
/// <param name="Line">Where, from 1.</param>
/// <param name="Column">Where, from 1.</param>
/// <param name="Message">What, and what would be right.</param>
public sealed record ConfigurationError(long Line, long Column, string Message);
