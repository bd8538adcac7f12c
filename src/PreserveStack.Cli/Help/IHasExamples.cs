// SPDX-License-Identifier: MIT
namespace PreserveStack.Cli.Help;

/// <summary>Something whose help ends with examples.</summary>
internal interface IHasExamples
{
    IReadOnlyList<Example> Examples { get; }
}
