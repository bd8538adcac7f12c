// SPDX-License-Identifier: MIT
using System.Diagnostics;

namespace PreserveStack.Cli.Testing;

/// <summary>A checkout and its build folder.</summary>
/// <param name="Root">The checkout.</param>
internal sealed record Workspace(string Root)
{
    /// <summary>Everything that is built or measured, and may be deleted.</summary>
    public string Build => Path.Combine(Root, ".build");

    /// <summary>What the .NET build makes.</summary>
    public string Artifacts => Path.Combine(Build, "artifacts");

    /// <summary>The solution.</summary>
    public string Solution => Path.Combine(Root, "PreserveStack.sln");

    /// <summary>A run of the .NET SDK.</summary>
    public ProcessStartInfo Dotnet(params string[] arguments)
    {
        ProcessStartInfo program = Program(Environment.GetEnvironmentVariable("PRESERVE_DOTNET") ?? "dotnet", arguments);
        program.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        program.Environment["DOTNET_NOLOGO"] = "1";

        // Nothing that goes on running holds files of the checkout.
        program.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        program.Environment["UseSharedCompilation"] = "false";
        return program;
    }

    /// <summary>A run of another program.</summary>
    public ProcessStartInfo Program(string file, params string[] arguments) => new(file, arguments) { WorkingDirectory = Root };
}
