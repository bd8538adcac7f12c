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
    }

    public string Root { get; }

    public ModuleFiles Files { get; }

    public FakeKernel Load(string version = "0.1.0")
    {
        Write($"{Files.Loaded}/version", version + "\n");
        foreach (Sysctls.SysctlEntry entry in Sysctls.SysctlCatalog.Entries)
        {
            Write($"{Files.Settings}/{entry.Path}", $"{entry.Default}\n");
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
