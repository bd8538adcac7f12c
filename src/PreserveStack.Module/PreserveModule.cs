// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PreserveStack.Module.Configuration;
using PreserveStack.Module.Kernel;
using PreserveStack.Module.Namespaces;
using PreserveStack.Module.Paths;
using PreserveStack.Module.Sysctls;
using PreserveStack.Module.Tables;

namespace PreserveStack.Module;

/// <summary>The loaded module in one network namespace: its tables, counters and settings.</summary>
/// <param name="files">Where the kernel shows it.</param>
/// <param name="networkNamespace">The namespace; null for the caller's own.</param>
/// <param name="writer">Writes settings and paths; null for the real one.</param>
public sealed class PreserveModule(ModuleFiles files, NetworkNamespace? networkNamespace = null, IKernelWriter? writer = null)
{
    private readonly IKernelWriter _writer = writer ?? new KernelWriter();

    private delegate bool Parser<T>(
        TextReader text,
        [NotNullWhen(true)] out IReadOnlyList<T>? rows,
        [NotNullWhen(false)] out string? error);

    /// <summary>The connections that negotiated the option, or are about to.</summary>
    /// <exception cref="ModuleException">Not loaded, not readable, or malformed.</exception>
    public IReadOnlyList<ConnectionEntry> ReadConnections() => ReadTable<ConnectionEntry>("connections", ConnectionTable.TryParse);

    /// <summary>All pairs of all connections.</summary>
    /// <exception cref="ModuleException">Not loaded, not readable, or malformed.</exception>
    public IReadOnlyList<AliasEntry> ReadAliases() => ReadTable<AliasEntry>("aliases", AliasTable.TryParse);

    /// <summary>The destinations that are known to drop the option.</summary>
    /// <exception cref="ModuleException">Not loaded, not readable, or malformed.</exception>
    public IReadOnlyList<BlackholeEntry> ReadBlackholes() => ReadTable<BlackholeEntry>("blackholes", BlackholeTable.TryParse);

    /// <summary>The counters.</summary>
    /// <exception cref="ModuleException">Not loaded, not readable, or malformed.</exception>
    public IReadOnlyList<Counter> ReadCounters() => ReadTable<Counter>("stats", CounterTable.TryParse);

    /// <summary>The paths of all groups.</summary>
    /// <exception cref="ModuleException">Not loaded, not readable, or malformed.</exception>
    public IReadOnlyList<PathEntry> ReadPaths() => ReadTable<PathEntry>("paths", PathTable.TryParse);

    /// <summary>The connections that have a reorder buffer.</summary>
    /// <exception cref="ModuleException">Not loaded, not readable, or malformed.</exception>
    public IReadOnlyList<ReorderEntry> ReadReorder() => ReadTable<ReorderEntry>("reorder", ReorderTable.TryParse);

    /// <summary>The names of the network devices.</summary>
    /// <exception cref="ModuleException">Not loaded, or not readable.</exception>
    public IReadOnlyList<string> ReadDevices() => Inside(Devices);

    /// <summary>All that a configuration file can change, and the devices there are.</summary>
    /// <exception cref="ModuleException">Not loaded, or without its second half, not readable, or malformed.</exception>
    public RunningConfiguration ReadConfiguration() => new(ReadSettings(), PathGroup.Of(ReadPaths()), ReadDevices());

    /// <summary>Changes path groups: all of the transaction is done, or nothing.</summary>
    /// <param name="transaction">The changes.</param>
    /// <exception cref="ModuleException">Not loaded, no permission, too long, or refused by the kernel; the message tells which line.</exception>
    public void WritePaths(PathTransaction transaction)
    {
        string text = transaction.Text;
        int length = System.Text.Encoding.UTF8.GetByteCount(text);
        if (length > PathRules.MaxTransactionBytes)
        {
            throw new ModuleException(
                $"a change of {length} bytes is more than the {PathRules.MaxTransactionBytes} that the kernel takes at once: change fewer paths at a time");
        }

        Inside(() =>
        {
            KernelError error = Write($"{files.Tables}/paths", text, "paths");
            return error == KernelError.None
                ? true
                : throw new ModuleException(PathRefusal.Explain(error, transaction, PathGroup.Of(ReadPaths()), Devices()));
        });
    }

    /// <summary>All settings that the loaded module has, with their values.</summary>
    /// <exception cref="ModuleException">Not loaded, or not readable.</exception>
    public IReadOnlyList<SysctlValue> ReadSettings() => Inside(() =>
        (IReadOnlyList<SysctlValue>)[.. SysctlCatalog.Entries.Where(entry => File.Exists(PathOf(entry))).Select(Read)]);

    /// <summary>One setting with its value.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="UnknownKeyException">There is none of that name.</exception>
    /// <exception cref="ModuleException">Not loaded, or not readable.</exception>
    public SysctlValue ReadSetting(string key)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        return Inside(() => Read(entry));
    }

    /// <summary>Changes a setting.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The setting with the value the kernel has now.</returns>
    /// <exception cref="UnknownKeyException">There is none of that name.</exception>
    /// <exception cref="ValueOutOfBoundsException">The value is no number, or out of bounds.</exception>
    /// <exception cref="ModuleException">Not loaded, no permission, or refused by the kernel.</exception>
    public SysctlValue WriteSetting(string key, string value)
    {
        SysctlEntry entry = SysctlCatalog.Find(key);
        string text = entry.Normalize(value);
        return Inside(() =>
        {
            KernelError error = Write(PathOf(entry), text + "\n", $"net.preserve.{entry.Key}");
            return error switch
            {
                KernelError.None => Read(entry),
                KernelError.NotPermitted or KernelError.AccessDenied => throw new ModuleException($"changing net.preserve.{entry.Key} takes root"),
                KernelError.Invalid when entry.IsCapped => throw new ModuleException(
                    $"the kernel refused {entry.Key} = {text}: no more than the initial network namespace has"),
                _ => throw new ModuleException($"the kernel refused {entry.Key} = {text}: {entry.Details}"),
            };
        });
    }

    private IReadOnlyList<T> ReadTable<T>(string name, Parser<T> parse) => Inside(() =>
    {
        string path = $"{files.Tables}/{name}";
        using var text = new StringReader(ReadFile(path));
        return parse(text, out IReadOnlyList<T>? rows, out string? error)
            ? rows
            : throw new ModuleException($"{path}, {error}: the module and this program are of different versions");
    });

    private SysctlValue Read(SysctlEntry entry)
    {
        string text = ReadFile(PathOf(entry)).Trim();
        return entry.Kind != SysctlKind.Number || uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new SysctlValue(entry, text)
            : throw new ModuleException($"{PathOf(entry)} holds '{text}', not a number");
    }

    private KernelError Write(string path, string text, string what)
    {
        try
        {
            return _writer.Write(path, text);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ModuleException($"changing {what} takes root", exception);
        }
        catch (IOException) when (!File.Exists(path) && !HasPaths)
        {
            throw new PathsNotLoadedException();
        }
        catch (IOException exception)
        {
            throw new ModuleException($"cannot change {what}: {exception.Message}", exception);
        }
    }

    private string[] Devices() =>
    [
        .. ReadFile(files.Devices).Split('\n').Select(line => line.Split(':')).Where(parts => parts.Length == 2).Select(parts => parts[0].Trim()),
    ];

    private bool HasPaths => Directory.Exists(files.LoadedOf(KernelModule.SecondName));

    private string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ModuleException($"reading {path} takes root", exception);
        }
        catch (IOException) when (!File.Exists(path) && !HasPaths)
        {
            throw new PathsNotLoadedException();
        }
        catch (IOException exception)
        {
            throw new ModuleException($"cannot read {path}: {exception.Message}", exception);
        }
    }

    private string PathOf(SysctlEntry entry) => $"{files.Settings}/{entry.Path}";

    private T Inside<T>(Func<T> work)
    {
        T Checked() => Directory.Exists(files.Settings) ? work() : throw new ModuleNotLoadedException();
        return networkNamespace is null ? Checked() : networkNamespace.Run(Checked);
    }
}
