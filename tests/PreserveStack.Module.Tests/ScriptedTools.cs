// SPDX-License-Identifier: MIT
using PreserveStack.Module.Kernel;

namespace PreserveStack.Module.Tests;

/// <summary>Tools that do what a test says.</summary>
internal sealed class ScriptedTools : IToolRunner
{
    private readonly Dictionary<string, Func<IReadOnlyList<string>, ToolResult>> _answers = [];

    public List<string> Calls { get; } = [];

    public void On(string tool, Func<IReadOnlyList<string>, ToolResult> answer) => _answers[tool] = answer;

    public Task<ToolResult> RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        Calls.Add(string.Join(' ', arguments.Prepend(tool)));
        return Task.FromResult(_answers[tool](arguments));
    }
}
