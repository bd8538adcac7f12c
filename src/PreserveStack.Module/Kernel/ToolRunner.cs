// SPDX-License-Identifier: MIT
using System.ComponentModel;
using System.Diagnostics;

namespace PreserveStack.Module.Kernel;

/// <summary>Runs real programs, found in PATH or in the folders of the system administrator.</summary>
public sealed class ToolRunner : IToolRunner
{
    private static readonly string[] SystemFolders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <inheritdoc/>
    public async Task<ToolResult> RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Locate(tool), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start, tool);
        process.StandardInput.Close();
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ToolResult(process.ExitCode, await output.ConfigureAwait(false) + await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string Locate(string tool) =>
        tool.Contains('/') ? tool : SystemFolders.Select(folder => $"{folder}/{tool}").FirstOrDefault(File.Exists) ?? tool;

    private static Process Start(ProcessStartInfo start, string tool)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new MissingPrerequisiteException($"cannot run {tool} ({exception.Message}): install it, on Debian 'apt-get install kmod make gcc'");
        }
    }
}
