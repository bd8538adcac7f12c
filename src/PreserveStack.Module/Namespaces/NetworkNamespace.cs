// SPDX-License-Identifier: MIT
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PreserveStack.Module.Namespaces;

/// <summary>A network namespace as <c>ip netns</c> names them.</summary>
/// <param name="name">A name below /run/netns, or a path such as /proc/PID/ns/net.</param>
public sealed class NetworkNamespace(string name)
{
    private const int NotPermitted = 1;
    private const string Folder = "/run/netns";

    /// <summary>The file that stands for the namespace.</summary>
    public string Path { get; } = name.Contains('/') ? name : $"{Folder}/{name}";

    /// <summary>
    /// Runs <paramref name="work"/> inside, on a thread of its own that ends with it: a namespace belongs to a thread,
    /// and no other work must find itself in it.
    /// </summary>
    /// <exception cref="ModuleException">There is no such namespace, or it may not be entered.</exception>
    public T Run<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                result = work();
            }
            catch (Exception exception) when (exception is ModuleException or IOException or UnauthorizedAccessException)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    private void Enter()
    {
        if (!File.Exists(Path))
        {
            string[] names = Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(file => System.IO.Path.GetFileName(file))] : [];
            throw new ModuleException($"there is no network namespace '{name}' "
                + (names.Length == 0 ? "(there is none at all)" : $"(there are: {string.Join(", ", names.Order())})"));
        }

        using SafeFileHandle handle = Open();
        if (Interop.SetNs(handle, Interop.CloneNewNet) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            throw new ModuleException(error == NotPermitted
                ? $"entering network namespace '{name}' takes root"
                : $"cannot enter network namespace '{name}': {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    private SafeFileHandle Open()
    {
        try
        {
            return File.OpenHandle(Path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new ModuleException($"entering network namespace '{name}' takes root", exception);
        }
    }
}
