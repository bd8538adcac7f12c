// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Tests;

/// <summary>A folder that looks like /proc, /sys and /lib/modules.</summary>
internal sealed class FakeKernel : IDisposable
{
    public const string Release = "6.1.0-35-cloud-amd64";

    public FakeKernel()
    {
        Root = Directory.CreateTempSubdirectory("preserve-test").FullName;
        Files = new ModuleFiles { Proc = $"{Root}/proc", Sys = $"{Root}/sys", Modules = $"{Root}/modules" };
        Write(Files.KernelRelease, Release + "\n");
        Paths = new FakePaths(Files);
    }

    public static IReadOnlyList<string> Devices { get; } = [.. Enumerable.Range(1, 20).Select(number => $"tunl{number}")];

    public string Root { get; }

    public ModuleFiles Files { get; }

    public FakePaths Paths { get; }

    public FakeKernel Load(string version = "0.1.0")
    {
        Write($"{Files.Loaded}/version", version + "\n");
        Write($"{Files.LoadedOf("preserve_paths")}/version", version + "\n");
        foreach (Sysctls.SysctlEntry entry in Sysctls.SysctlCatalog.Entries)
        {
            Write($"{Files.Settings}/{entry.Path}", $"{entry.Default}\n");
        }

        Write(Files.Devices, "Inter-| Receive\n face |bytes\n    lo: 0 0\n" + string.Concat(Devices.Select(device => $" {device}: 0 0\n")));
        Paths.Show();
        return this;
    }

    /// <summary>As after <c>rmmod preserve_paths</c>.</summary>
    public FakeKernel UnloadPaths()
    {
        Directory.Delete(Files.LoadedOf("preserve_paths"), recursive: true);
        foreach (string folder in (string[])["scheduler", "reorder"])
        {
            Directory.Delete($"{Files.Settings}/{folder}", recursive: true);
        }

        foreach (string table in (string[])["paths", "reorder"])
        {
            File.Delete($"{Files.Tables}/{table}");
        }

        return this;
    }

    public FakeKernel WithTable(string name, string content)
    {
        Write($"{Files.Tables}/{name}", content);
        return this;
    }

    public FakeKernel WithHeaders()
    {
        Directory.CreateDirectory($"{Files.Modules}/{Release}/build");
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
