// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace PreserveStack.Cli.Completion;

/// <summary>Makes a bash completion from a command tree.</summary>
internal static class BashCompletion
{
    private const string Devices = "$(ls /sys/class/net 2>/dev/null)";
    private const string FileArgument = "FILE";

    // Options and arguments whose values are only known when they are asked for.
    private static readonly Dictionary<string, string> AskedFor = new()
    {
        ["--netns"] = "$(ls /run/netns 2>/dev/null)",
        ["DEV"] = Devices,
        ["DEV=WEIGHT"] = Devices,
    };

    /// <summary>Writes it.</summary>
    public static string Write(RootCommand root)
    {
        var words = new StringBuilder();
        var values = new StringBuilder();
        foreach ((string path, Command command) in Walk(root, ""))
        {
            IEnumerable<Option> options = command.Options.Concat(command == root ? [] : root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden);
            IEnumerable<string> all = command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name)
                .Concat(command.Arguments.SelectMany(argument => Values(argument, argument.CompletionSources)))
                .Concat(options.Select(option => option.Name));
            string files = command.Arguments.Any(argument => argument.Name == FileArgument) ? "; compopt -o default" : "";
            words.Append($"        '{path}') words=\"{string.Join(' ', all)}\"{files} ;;\n");
            foreach (Option option in options.Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool)))
            {
                string names = string.Join('|', option.Aliases.Prepend(option.Name).Select(name => $"'{path} {name}'"));
                values.Append($"        {names}) values=\"{string.Join(' ', Values(option, option.CompletionSources))}\"; takes=1 ;;\n");
            }
        }

        return $$"""
            # SPDX-License-Identifier: MIT
            # bash completion for preserve; made by: preserve completion bash
            _preserve()
            {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
                local path='' word words='' values='' takes='' index
                for ((index = 1; index < COMP_CWORD; index++)); do
                    word=${COMP_WORDS[index]}
                    case $word in
                        --) compopt -o default; COMPREPLY=(); return ;;
                        -*) ;;
                        *) case "$path${path:+ }$word" in
                            {{string.Join('|', Walk(root, "").Where(entry => entry.Path.Length > 0).Select(entry => $"'{entry.Path}'"))}}) path="$path${path:+ }$word" ;;
                        esac ;;
                    esac
                done
                case "$path $previous" in
            {{values.ToString().TrimEnd('\n')}}
                esac
                if [[ -n $takes ]]; then
                    if [[ -z $values ]]; then compopt -o default; COMPREPLY=(); return; fi
                    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
                    return
                fi
                case "$path" in
            {{words.ToString().TrimEnd('\n')}}
                esac
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            }
            complete -F _preserve preserve ./preserve

            """;
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string path)
    {
        yield return (path, command);
        foreach (Command subcommand in command.Subcommands.Where(subcommand => !subcommand.Hidden))
        {
            foreach ((string Path, Command Command) below in Walk(subcommand, path.Length == 0 ? subcommand.Name : $"{path} {subcommand.Name}"))
            {
                yield return below;
            }
        }
    }

    private static IEnumerable<string> Values(Symbol symbol, IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        AskedFor.TryGetValue(symbol.Name, out string? asked)
            ? [asked]
            : sources.SelectMany(source => source(CompletionContext.Empty)).Select(item => item.Label);
}
