// SPDX-License-Identifier: MIT
using System.Text;
using System.Text.Json;
using PreserveStack.Cli.Configuration;
using PreserveStack.Cli.Terminals;
using PreserveStack.Module;
using PreserveStack.Module.Kernel;
using PreserveStack.Module.Tests;

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
        Paths = new FakePaths(Files);
    }

    public StringWriter Out { get; init; } = new();

    public ScriptedLab Lab { get; init; } = new();

    public IToolRunner Tools { get; init; } = new ToolRunner();

    /// <summary>Takes what is written to the kernel.</summary>
    public FakePaths Paths { get; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

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

    /// <summary>The kernel has the module, with these tables, and the devices tunl1, tunl2 and tunl3.</summary>
    public Cli WithModule(params (string Name, string Content)[] tables)
    {
        Write($"{Files.Loaded}/version", "0.1.0\n");
        foreach (Module.Sysctls.SysctlEntry entry in Module.Sysctls.SysctlCatalog.Entries)
        {
            Write($"{Files.Settings}/{entry.Path}", $"{entry.Default}\n");
        }

        Write(Files.Devices, "Inter-| Receive\n face |bytes\n    lo: 0 0\n tunl1: 0 0\n tunl2: 0 0\n tunl3: 0 0\n");
        Paths.Show();
        foreach ((string name, string content) in tables)
        {
            Write($"{Files.Tables}/{name}", content);
        }

        return this;
    }

    /// <summary>Writes a file of a user's.</summary>
    /// <returns>Its path.</returns>
    public string WithFile(string name, string content)
    {
        Write($"{_folder}/{name}", content);
        return $"{_folder}/{name}";
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
        KernelWriter = Paths,
        Time = Time,
        Tools = Tools,
        Etc = $"{_folder}/etc",
        Root = HasCheckout ? Checkout.Root : null,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content, new UTF8Encoding(false));
    }
}
