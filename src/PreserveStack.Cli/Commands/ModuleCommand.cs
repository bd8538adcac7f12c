// SPDX-License-Identifier: MIT
using System.CommandLine;
using PreserveStack.Cli.Help;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Kernel;

namespace PreserveStack.Cli.Commands;

/// <summary><c>preserve module</c></summary>
internal static class ModuleCommand
{
    public static Command Create(CliServices services, CommonOptions common) =>
        new ExampleCommand("module", "Build, load and unload the kernel module on this machine")
        {
            CreateBuild(services, common),
            CreateLoad(services, common),
            CreateUnload(services, common),
            CreateStatus(services, common),
        };

    private static ExampleCommand CreateBuild(CliServices services, CommonOptions common)
    {
        var kernel = new Option<string?>("--kernel")
        {
            Description = "Release to build for, as 'uname -r' prints it; default is the running kernel",
            HelpName = "RELEASE",
        };
        var command = new ExampleCommand("build", "Build the module and print where it is")
        {
            Examples = [new("preserve module build", "for the running kernel")],
        };
        command.Options.Add(kernel);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string path = await services.KernelModule().BuildAsync(parsed.GetValue(kernel), cancellationToken).ConfigureAwait(false);
            Report(services, common, parsed, new { Path = path }, path);
            return ExitStatus.Success;
        });
        return command;
    }

    private static ExampleCommand CreateLoad(CliServices services, CommonOptions common)
    {
        var file = new Option<string?>("--file")
        {
            Description = "A preserve.ko, preserve_paths.ko beside it; default are those built for the running kernel",
            HelpName = "PATH",
        };
        var command = new ExampleCommand("load", "Load the module, built before if need be; it stays disabled in every namespace")
        {
            Examples = [new("sudo preserve module load && sudo preserve config set enabled=1", "load it and switch it on")],
        };
        command.Options.Add(file);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            bool now = await services.KernelModule().LoadAsync(parsed.GetValue(file), cancellationToken).ConfigureAwait(false);
            Report(
                services,
                common,
                parsed,
                new { Loaded = true, LoadedNow = now },
                now ? "Loaded; 'preserve config set enabled=1' switches it on in a network namespace." : "It was loaded before.");
            return ExitStatus.Success;
        });
        return command;
    }

    private static ExampleCommand CreateUnload(CliServices services, CommonOptions common)
    {
        var command = new ExampleCommand("unload", "Unload the module; its connections go on as plain TCP")
        {
            Examples = [new("sudo preserve module unload", "")],
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await services.KernelModule().UnloadAsync(cancellationToken).ConfigureAwait(false);
            Report(services, common, parsed, new { Loaded = false }, "Unloaded.");
            return ExitStatus.Success;
        });
        return command;
    }

    private static ExampleCommand CreateStatus(CliServices services, CommonOptions common)
    {
        var command = new ExampleCommand("status", "Show whether the module is loaded, its version, and what this kernel needs")
        {
            Examples =
            [
                new("preserve module status", "also tells which package brings the kernel's headers"),
                new("preserve module status -n client", "and whether the namespace client has it switched on"),
            ],
        };
        command.Options.Add(common.Namespace);
        command.SetAction(parsed =>
        {
            ModuleStatus status = services.KernelModule().Status(services.Module(parsed.GetValue(common.Namespace)));
            string[] lines =
            [
                $"module:  {(status.Loaded ? $"loaded, version {status.Version ?? "unknown"}" : "not loaded")}",
                $"paths:   {(status.Paths ? "loaded" : "not loaded")}",
                $"enabled: {(status.Enabled is { } enabled ? (enabled ? "yes" : "no") : "-")}",
                $"kernel:  {status.Kernel}, {(status.Supported ? "supported" : $"too old, {KernelRelease.OldestSupported} or newer is needed")}",
                $"headers: {(status.HeadersInstalled ? "installed" : $"missing, package {status.HeadersPackage}")}",
                $"built:   {status.BuiltPath ?? "not yet"}",
            ];
            Report(services, common, parsed, status, string.Join('\n', lines));
            return ExitStatus.Success;
        });
        return command;
    }

    private static void Report<T>(CliServices services, CommonOptions common, ParseResult parsed, T value, string text) =>
        services.Terminal.Out.WriteLine(parsed.GetValue(common.Json) ? Json.Document(value) : text);
}
