// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PreserveStack.Bench.Environments;

/// <summary>Reads what this host is like.</summary>
internal static class EnvironmentReader
{
    private const string NotAvailable = "not available";
    private const string ModuleFolder = "/sys/module/preserve";
    private const string ModuleSettings = "net/preserve";

    private static readonly string[] Settings =
    [
        "net/core/default_qdisc", "net/core/netdev_budget", "net/core/netdev_max_backlog", "net/core/rmem_max", "net/core/somaxconn",
        "net/core/wmem_max", "net/ipv4/ip_local_port_range", "net/ipv4/tcp_autocorking", "net/ipv4/tcp_congestion_control",
        "net/ipv4/tcp_ecn", "net/ipv4/tcp_fastopen", "net/ipv4/tcp_fin_timeout", "net/ipv4/tcp_limit_output_bytes",
        "net/ipv4/tcp_max_syn_backlog", "net/ipv4/tcp_max_tw_buckets", "net/ipv4/tcp_moderate_rcvbuf", "net/ipv4/tcp_mtu_probing",
        "net/ipv4/tcp_no_metrics_save", "net/ipv4/tcp_notsent_lowat", "net/ipv4/tcp_rmem", "net/ipv4/tcp_sack",
        "net/ipv4/tcp_slow_start_after_idle", "net/ipv4/tcp_syncookies", "net/ipv4/tcp_timestamps", "net/ipv4/tcp_tw_reuse",
        "net/ipv4/tcp_window_scaling", "net/ipv4/tcp_wmem", "net/mptcp/checksum_enabled", "net/mptcp/enabled", "net/mptcp/scheduler",
    ];

    /// <summary>Reads it.</summary>
    /// <param name="local">The address that connections use: tells the interface.</param>
    /// <param name="instructions">What is known about the instruction counter.</param>
    /// <param name="root">Where proc and sys are mounted; tests have their own.</param>
    public static BenchEnvironment Read(IPAddress local, string instructions, string root = "")
    {
        string device = DeviceOf(local);
        return new BenchEnvironment
        {
            Facts = new Dictionary<string, string>
            {
                ["preservestack"] = typeof(EnvironmentReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                    ?? NotAvailable,
                ["kernel"] = Line($"{root}/proc/sys/kernel/osrelease"),
                ["kernel_build"] = Line($"{root}/proc/sys/kernel/version"),
                ["cpu"] = Processor($"{root}/proc/cpuinfo"),
                ["cpus"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
                ["cpu_governor"] = Line($"{root}/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
                ["memory"] = Field($"{root}/proc/meminfo", "MemTotal"),
                ["clock_source"] = Line($"{root}/sys/devices/system/clocksource/clocksource0/current_clocksource"),
                ["runtime"] = RuntimeInformation.FrameworkDescription,
                ["compilation"] = RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "native AOT",
                ["garbage_collector"] = System.Runtime.GCSettings.IsServerGC ? "server" : "workstation",
                ["instruction_counter"] = instructions,
                ["address"] = local.ToString(),
                ["device"] = device,
                ["mtu"] = Line($"{root}/sys/class/net/{device}/mtu"),
                ["qdisc"] = NetworkTools.Run("tc", "qdisc", "show", "dev", device) ?? NotAvailable,
                ["offloads"] = NetworkTools.Offloads(device) ?? NotAvailable,
                ["module"] = Directory.Exists($"{root}{ModuleFolder}") ? Line($"{root}{ModuleFolder}/version") : "not loaded",
            },
            Sysctls = Sysctls($"{root}/proc/sys"),
        };
    }

    private static SortedDictionary<string, string> Sysctls(string folder)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        IEnumerable<string> own = Directory.Exists($"{folder}/{ModuleSettings}")
            ? Directory.EnumerateFiles($"{folder}/{ModuleSettings}", "*", SearchOption.AllDirectories)
            : [];
        foreach (string path in Settings.Select(name => $"{folder}/{name}").Concat(own))
        {
            if (File.Exists(path))
            {
                values[Path.GetRelativePath(folder, path).Replace('/', '.')] = Line(path);
            }
        }

        return values;
    }

    private static string DeviceOf(IPAddress local) =>
        NetworkInterface.GetAllNetworkInterfaces()
            .FirstOrDefault(device => device.GetIPProperties().UnicastAddresses.Any(entry => entry.Address.Equals(local)))?.Name ?? NotAvailable;

    private static string Processor(string path)
    {
        string name = Field(path, "model name");
        return name == NotAvailable ? RuntimeInformation.ProcessArchitecture.ToString() : name;
    }

    private static string Field(string path, string name) =>
        Try(() => File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim());

    private static string Line(string path) => Try(() => string.Join(' ', File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static string Try(Func<string?> read)
    {
        try
        {
            return read() ?? NotAvailable;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return NotAvailable;
        }
    }
}
