// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Machines;

/// <summary>What a job left behind.</summary>
/// <param name="ExitStatus">Exit status of the script.</param>
/// <param name="StandardOutput">All of its standard output.</param>
/// <param name="StandardError">All of its standard error.</param>
/// <param name="Files">The files the script left under /job/out, by path relative to it.</param>
/// <param name="Console">The kernel's console, for error messages and for checks on warnings.</param>
public sealed record GuestResult(
    int ExitStatus,
    string StandardOutput,
    string StandardError,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Files,
    string Console);

/// <summary>Receives a job's output while it runs.</summary>
public interface IGuestOutput
{
    /// <summary>A piece of standard output.</summary>
    void OnStandardOutput(ReadOnlySpan<byte> data);

    /// <summary>A piece of standard error.</summary>
    void OnStandardError(ReadOnlySpan<byte> data);
}
