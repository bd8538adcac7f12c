// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Machines;
using PreserveStack.Lab.Topologies;

namespace PreserveStack.Lab;

/// <summary>The job of <c>lab exec</c> and <c>lab shell</c>: the topology, and in it a command of the user's.</summary>
internal static class ExecJob
{
    /// <summary>Below the output folder: there when the set-up failed, with its messages.</summary>
    public const string SetupFailedFile = ".lab-setup-failed";

    private const string UserFolder = "/job/files";
    private const string TimelinePath = "/job/lab/timeline";
    private const long MaxFolderBytes = 8 * 1024 * 1024;
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The job for a command.</summary>
    public static GuestJob ForCommand(Topology topology, ExecOptions options, IReadOnlyList<string> command)
    {
        if (command.Count == 0)
        {
            throw new LabUsageException("no command was given: write it after --, as in: lab exec two-links -- ./test.sh");
        }

        var files = new List<GuestFile>();
        var line = CommandLine(command, files);
        var script = File.Exists(command[0]) ? File.ReadAllText(command[0]) : string.Empty;
        return Job(topology, options, $"{line}\n", files) with { CommandText = $"{line}\n{script}" };
    }

    /// <summary>The job for an interactive shell.</summary>
    public static GuestJob ForShell(Topology topology, ExecOptions options)
        => Job(topology, options, $"{(options.WithDebugger ? GdbScript.GuestPart : "")}cd /root 2>/dev/null || cd /\nexec bash --norc -i\n", []) with
        {
            WithDebugger = options.WithDebugger,
        };

    private static GuestJob Job(Topology topology, ExecOptions options, string command, List<GuestFile> files)
    {
        var module = options.NoModule ? ModuleUse.None : ModuleUse.In(topology, options.PlainHosts);
        var timeline = TopologyScript.Timeline(topology);
        var script = new StringBuilder();
        script.Append($"mkdir -p {UserFolder}\n(\n{TopologyScript.Setup(topology, module)}) >/job/setup.log 2>&1\n");
        script.Append($"if [ $? != 0 ]; then\n    cp /job/setup.log /job/out/{SetupFailedFile}\n    exit 2\nfi\n");
        if (timeline.Length > 0)
        {
            files.Add(new GuestFile(TimelinePath, Encoding.UTF8.GetBytes(timeline), UnixFileMode.UserRead));
            script.Append($"probe timeline {TimelinePath} >/dev/null &\n");
        }

        script.Append($"export OUT=/job/out\ncd {UserFolder}\n").Append(command);
        return new GuestJob
        {
            Script = script.ToString(),
            Files = files,
            Environment = topology.Environment,
            WithModule = !options.NoModule,
            WithHostRoot = options.WithHostRoot,
        };
    }

    /// <summary>
    /// A file of the caller's is taken along, with what lies beside it; a single text that only a shell
    /// understands is given to one; anything else is a program of the machine.
    /// </summary>
    private static string CommandLine(IReadOnlyList<string> command, List<GuestFile> files)
    {
        if (File.Exists(command[0]))
        {
            AddFolder(Path.GetFullPath(command[0]), files);
            return $"exec {string.Join(' ', command.Skip(1).Prepend("./" + Path.GetFileName(command[0])).Select(Quote))}";
        }

        return command.Count == 1 && command[0].Any(c => char.IsWhiteSpace(c) || "|&;<>()$`\\\"'*?[]#~%{}!".Contains(c, StringComparison.Ordinal))
            ? $"exec bash -c {Quote(command[0])}"
            : $"exec {string.Join(' ', command.Select(Quote))}";
    }

    private static void AddFolder(string script, List<GuestFile> files)
    {
        var beside = new DirectoryInfo(Path.GetDirectoryName(script)!).EnumerateFiles().Where(file => file.LinkTarget is null || file.Exists).ToList();
        var all = beside.Sum(file => file.Length) <= MaxFolderBytes;
        foreach (var file in beside.Where(file => all || file.FullName == script).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var mode = file.FullName == script ? Executable : File.GetUnixFileMode(file.FullName);
            files.Add(new GuestFile($"{UserFolder}/{file.Name}", File.ReadAllBytes(file.FullName), mode));
        }
    }

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
