// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json;
using PreserveStack.Cli.Configuration;
using PreserveStack.Cli.Terminals;
using PreserveStack.Module;
using PreserveStack.Module.Kernel;

namespace PreserveStack.Cli.Tests;

/// <summary>Runs command lines in this process, with a scripted lab and a folder for a kernel.</summary>
internal sealed class Cli : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("preserve-cli").FullName;
    private readonly StringWriter _error = new();
    private readonly MemoryStream _outBytes = new();
    private readonly MemoryStream _errorBytes = new();

    public Cli()
    {
        Files = new ModuleFiles { Proc = $"{_folder}/proc", Sys = $"{_folder}/sys", Modules = $"{_folder}/modules" };
        Write(Files.KernelRelease, "6.1.0-35-amd64\n");
    }

    public StringWriter Out { get; init; } = new();

    public ScriptedLab Lab { get; init; } = new();

    public IToolRunner Tools { get; init; } = new ToolRunner();

    public bool Live { get; init; }

    /// <summary>What the names of environment variables begin with; nobody has set any of these.</summary>
    public string Variables { get; init; } = "PRESERVE_NOBODY_";

    public bool HasCheckout { get; init; } = true;

    public ModuleFiles Files { get; }

    public string Output => Out.ToString();

    public string Error => _error.ToString();

    public byte[] OutputBytes => _outBytes.ToArray();

    public byte[] ErrorBytes => _errorBytes.ToArray();

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The kernel has the module, with these tables.</summary>
    public Cli WithModule(params (string Name, string Content)[] tables)
    {
        Write($"{Files.Loaded}/version", "0.1.0\n");
        foreach (Module.Sysctls.SysctlEntry entry in Module.Sysctls.SysctlCatalog.Entries)
        {
            Write($"{Files.Settings}/{entry.Path}", $"{entry.Default}\n");
        }

        foreach ((string name, string content) in tables)
        {
            Write($"{Files.Tables}/{name}", content);
        }

        return this;
    }

    public Cli WithConfiguration(string json)
    {
        Write($"{_folder}/config.json", json);
        return this;
    }

    /// <summary>Runs a command line whose words hold no blanks.</summary>
    public Task<int> RunAsync(string line, CancellationToken cancellationToken = default) =>
        RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellationToken);

    public Task<int> RunAsync(string[] words, CancellationToken cancellationToken = default) =>
        new PreserveCommandLine(CreateServices()).RunAsync(words, cancellationToken);

    public CliServices CreateServices() => new()
    {
        Terminal = new Terminal
        {
            Out = Out,
            Error = _error,
            OutBytes = _outBytes,
            ErrorBytes = _errorBytes,
            OutIsLive = Live,
            ErrorIsLive = Live,
        },
        Lab = () => Lab,
        Defaults = new LabDefaultsReader([$"{_folder}/system.json", $"{_folder}/config.json"], Variables),
        ModuleFiles = Files,
        Tools = Tools,
        Root = HasCheckout ? Checkout.Root : null,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content, new UTF8Encoding(false));
    }
}
