// SPDX-License-Identifier: MIT
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PreserveStack.Module.Kernel;

/// <summary>Writes real files. A stream would do, but it does not promise one write(2), nor to keep the kernel's reason.</summary>
public sealed class KernelWriter : IKernelWriter
{
    /// <inheritdoc/>
    public KernelError Write(string path, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite);
        return Interop.Write(file, bytes, bytes.Length) < 0 ? (KernelError)Marshal.GetLastPInvokeError() : KernelError.None;
    }
}
