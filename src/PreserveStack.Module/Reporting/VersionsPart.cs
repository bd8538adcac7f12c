// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Reporting;

/// <summary>The versions of the program, the module, the kernel and the distribution.</summary>
internal sealed record VersionsPart() : ReportPart("versions")
{
    public override Task<PartContent> CollectAsync(ReportSources sources, CancellationToken cancellationToken)
    {
        string system = OneLine(FilePart.Read($"{sources.Etc}/os-release").Text?.Split('\n').FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal)));
        string[] lines =
        [
            $"preserve: {sources.Version}",
            $"module: {Of(sources, "preserve")}",
            $"paths: {Of(sources, "preserve_paths")}",
            $"kernel: {OneLine(FilePart.Read(sources.Files.KernelRelease).Text)}",
            $"build: {OneLine(FilePart.Read($"{sources.Files.Proc}/version").Text)}",
            $"distribution: {system.Replace("PRETTY_NAME=", "", StringComparison.Ordinal).Trim('"')}",
        ];
        return Task.FromResult(new PartContent(string.Concat(lines.Select(line => line + "\n"))));
    }

    private static string Of(ReportSources sources, string module) =>
        Directory.Exists(sources.Files.LoadedOf(module))
            ? $"loaded, version {OneLine(FilePart.Read($"{sources.Files.LoadedOf(module)}/version").Text)}"
            : "not loaded";

    private static string OneLine(string? text) => string.IsNullOrWhiteSpace(text) ? "unknown" : text.Trim();
}
