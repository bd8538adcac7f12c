// SPDX-License-Identifier: MIT
using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace PreserveStack.Lab.Reports;

/// <summary>The host's part of a result's environment.</summary>
internal static class HostEnvironment
{
    private const string Emulator = "qemu-system-x86_64";

    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken cancellationToken)
        => new Dictionary<string, string>
        {
            ["preservestack"] = typeof(HostEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            ["qemu"] = await EmulatorVersionAsync(cancellationToken).ConfigureAwait(false),
            ["dotnet"] = Environment.Version.ToString(),
            ["processors"] = Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };

    /// <summary>Empty where it is not installed: User-mode Linux needs none.</summary>
    private static async Task<string> EmulatorVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Emulator, "--version") { RedirectStandardOutput = true })!;
            var text = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return text.Split('\n')[0].Trim();
        }
        catch (Win32Exception)
        {
            return "";
        }
    }
}
