// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PreserveStack.Cli.Help;

/// <summary>The usual help, then the command's examples and where to read more.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is IHasExamples { Examples: { Count: > 0 } examples })
        {
            output.WriteLine("Examples:");
            int width = examples.Max(example => example.CommandLine.Length);
            foreach (Example example in examples)
            {
                output.WriteLine($"  {example.CommandLine.PadRight(width)}  {example.Meaning}");
            }

            output.WriteLine();
        }

        output.WriteLine("Exit status: 0 success, 1 usage, 2 the run or the kernel failed, 3 a benchmark got worse, 4 something is missing.");
        return ExitStatus.Success;
    }
}
