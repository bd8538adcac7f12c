// SPDX-License-Identifier: MIT
using PreserveStack.Module.Paths;

namespace PreserveStack.Module.Configuration;

/// <summary>Changes all groups of paths in one transaction.</summary>
internal sealed record PathsStep(IReadOnlyList<PathGroup> From, IReadOnlyList<PathGroup> To) : IConfigurationStep
{
    public string Name => "paths";

    public void Do(PreserveModule module) => module.WritePaths(PathTransaction.Between(From, To));

    public void Undo(PreserveModule module) => module.WritePaths(PathTransaction.Between(To, From));
}
