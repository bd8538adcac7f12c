// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Reporting;

/// <summary>What is in a report.</summary>
internal static class ReportParts
{
    /// <summary>All parts, in the order of the archive.</summary>
    public static IReadOnlyList<ReportPart> Of(ReportSources sources) =>
    [
        new VersionsPart(),
        .. Module(sources.Files),
        .. Tables(sources),
        new ValuesPart("sysctl-ipv6", "net.ipv6", $"{sources.Files.Proc}/sys/net/ipv6"),
        new ValuesPart("sysctl-tcp", "net.ipv4", $"{sources.Files.Proc}/sys/net/ipv4", "tcp*"),
        .. Tools,
        .. Configuration(sources),
    ];

    private static IReadOnlyList<ToolPart> Tools { get; } =
    [
        new("ip-addr", "ip", "-6", "addr"),
        new("ip-route", "ip", "-6", "route", "show", "table", "all"),
        new("ip-rule", "ip", "-6", "rule"),
        new("ip-link", "ip", "-d", "link"),
        new("ss", "ss", "-tniepO6"),
        new("nft-ruleset", "nft", "list", "ruleset"),
        new("conntrack-ipv6", "conntrack", "-L", "-f", "ipv6"),
        new("conntrack-ipv4", "conntrack", "-L", "-f", "ipv4"),
        new("dmesg", "dmesg") { Filter = KernelLog.OfModule },
    ];

    private static IEnumerable<ReportPart> Module(ModuleFiles files)
    {
        foreach (string module in (string[])["preserve", "preserve_paths"])
        {
            string folder = $"{files.LoadedOf(module)}/parameters";
            if (module == "preserve" || Directory.Exists(folder))
            {
                yield return new ValuesPart($"parameters-{module}", module, folder);
            }
        }

        yield return new ValuesPart("sysctl-preserve", "net.preserve", files.Settings);
    }

    private static IEnumerable<ReportPart> Tables(ReportSources sources)
    {
        string folder = sources.Files.Tables;
        string[] files = sources.Inside(() => Directory.Exists(folder) ? Directory.GetFiles(folder) : []);
        return files.Length == 0
            ? [new FilePart("tables", folder)]
            : files.Order(StringComparer.Ordinal).Select(file => new FilePart($"tables/{Path.GetFileName(file)}", file));
    }

    private static IEnumerable<ReportPart> Configuration(ReportSources sources)
    {
        string folder = $"{sources.Etc}/preservestack";
        IEnumerable<string> files = Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal) : [];
        foreach (string file in files.Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml" or ".conf"))
        {
            yield return new FilePart($"configuration/{Path.GetFileName(file)}", file);
        }

        if (File.Exists(sources.UserConfiguration))
        {
            yield return new FilePart("configuration/user-config.json", sources.UserConfiguration);
        }
    }
}
