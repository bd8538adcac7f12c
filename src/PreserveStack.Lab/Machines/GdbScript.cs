// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Machines;

/// <summary>
/// Commands for gdb that attach it to a machine of User-mode Linux: which signals are the kernel's own, the symbols of the
/// kernel and of the modules, the sources. The machine itself tells where its modules are.
/// </summary>
/// <param name="directory">The machine's folder.</param>
/// <param name="kernel">The kernel's program.</param>
/// <param name="sources">The folder kmod.</param>
internal sealed class GdbScript(string directory, string kernel, string sources)
{
    /// <summary>The variable that tells the machine's shell where the commands are.</summary>
    public const string Variable = "LAB_GDB";

    /// <summary>
    /// What the machine does when its modules are loaded: it writes where their sections are, and says what to type.
    /// Without .eh_frame gdb could not tell who called a function of the module.
    /// </summary>
    public const string GuestPart = $$"""
        for module in preserve preserve_paths; do
            sections=/sys/module/$module/sections
            [ -r "$sections/.text" ] || continue
            printf 'add-symbol-file %s.ko %s' "$module" "$(cat "$sections/.text")"
            for section in .text.unlikely .data .data..read_mostly .data..ro_after_init .data.once .rodata .bss .eh_frame; do
                [ ! -r "$sections/$section" ] || printf ' -s %s %s' "$section" "$(cat "$sections/$section")"
            done
            echo
        done >/lib/lab/host/{{SectionsName}}
        echo "In another terminal type: gdb -x ${{Variable}}"

        """;

    private const string SectionsName = "gdb.sections";

    /// <summary>The file of commands.</summary>
    public string Path { get; } = System.IO.Path.Combine(directory, "gdb");

    /// <summary>Writes the file, for a machine that runs.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="modules">The folder of the modules that it loads.</param>
    public void Write(int process, string modules) => File.WriteAllText(Path, Text(process, modules));

    /// <summary>What is in the file.</summary>
    internal string Text(int process, string modules) => string.Create(CultureInfo.InvariantCulture, $"""
        set pagination off
        set confirm off
        # Page faults of its programs, timers and devices: signals are the interrupts of this kernel.
        handle SIGSEGV SIGBUS SIGALRM SIGVTALRM SIGIO SIGCHLD SIGWINCH SIGUSR1 SIGUSR2 nostop noprint pass
        set substitute-path {ModuleBuilder.SourcesOfDebugger} {sources}
        file {kernel}
        attach {process}
        cd {modules}
        source {System.IO.Path.Combine(directory, SectionsName)}

        """);
}
