// SPDX-License-Identifier: MIT
using Xunit;

namespace PreserveStack.Bench.Tests;

/// <summary>A test that makes network namespaces; skipped without root.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null! : "needs root";
}

/// <summary>The same with several data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = Environment.IsPrivilegedProcess ? null! : "needs root";
}
