// SPDX-License-Identifier: MIT
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using PreserveStack.Module;
using PreserveStack.Module.Kernel;
using PreserveStack.Module.Tests;
using Xunit;

namespace PreserveStack.Cli.Tests;

public sealed class DebugReportTests : IDisposable
{
    private const string Private = "aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789AbCdEfE=";
    private const string Connections = "id local remote\n7 2001:db8:1::c 2001:db8:11::5\n";

    private readonly ScriptedTools _tools = new();
    private readonly Cli _cli;
    private readonly string _archive;

    public DebugReportTests()
    {
        _cli = new Cli { Tools = _tools }.WithModule(("connections", Connections), ("stats", "Established 3\n"));
        _archive = _cli.WithFile("out/placeholder", "")[..^"placeholder".Length] + "report.tar.gz";
        _cli.WithFile("etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n");
        _cli.WithFile("etc/preservestack/preserve.yaml", $"settings:\n  enabled: 1\n# password: hunter2\n# {Private}\n");
        _cli.WithFile("sys/module/preserve/parameters/max_connections", "65536\n");
        _cli.WithFile("proc/sys/kernel/hostname", "web7\n");
        _cli.WithFile("proc/sys/net/ipv6/conf/eth0/mtu", "1500\n");
        _cli.WithFile("proc/sys/net/ipv6/conf/eth0/stable_secret", "2001:db8:dead::beef\n");
        _cli.WithFile("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
        _cli.WithFile("proc/sys/net/ipv4/tcp_fastopen_key", "1-2-3-4\n");
        _cli.WithFile("proc/sys/net/ipv4/ip_forward", "0\n");
        _tools.On("ip", arguments => new ToolResult(0, arguments[^1] == "addr" ? "inet6 2001:db8:1::c/64 scope global\n" : "2001:db8:1::/64 dev link1\n"));
        _tools.On("ss", _ => new ToolResult(0, "ESTAB [2001:db8:1::c]:40000 [2001:db8:11::5]:5201 md5keys:2001:db8:11::5=70617373\n"));
        _tools.On("nft", _ => new ToolResult(1, "netlink: Error: Operation not permitted by web7\n"));
        _tools.On("conntrack", _ => throw new MissingPrerequisiteException("cannot run conntrack"));
        _tools.On("dmesg", _ => new ToolResult(0, "usb: new\npreserve: moved to 2001:db8:1::c\n"));
    }

    [Fact]
    public async Task The_archive_has_all_that_can_be_had()
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"debug-report --out {_archive}"));
        Dictionary<string, string> files = Files();
        Assert.Equal(
            [
                "MANIFEST", "configuration/preserve.yaml", "dmesg", "ip-addr", "ip-link", "ip-route", "ip-rule", "nft-ruleset", "parameters-preserve",
                "ss", "sysctl-ipv6", "sysctl-preserve", "sysctl-tcp", "tables/connections", "tables/paths", "tables/stats", "versions",
            ],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.Matches(@"^preserve: \d+\.\d+\.\d+\nmodule: loaded, version 0\.1\.0\npaths: [^\n]+\nkernel: 6\.1\.0-35-amd64\n", files["versions"]);
        Assert.Contains("\ndistribution: Debian GNU/Linux 12\n", files["versions"]);
        Assert.Equal("preserve.max_connections = 65536\n", files["parameters-preserve"]);
        Assert.Contains("net.preserve.scheduler.enabled = 0\n", files["sysctl-preserve"]);
        Assert.Equal(Connections, files["tables/connections"]);
        Assert.Contains("net.ipv6.conf.eth0.mtu = 1500\n", files["sysctl-ipv6"]);
        Assert.Contains("net.ipv4.tcp_rmem = 4096\t131072\t6291456\n", files["sysctl-tcp"]);
        Assert.DoesNotContain("ip_forward", files["sysctl-tcp"]);
        Assert.Equal("preserve: moved to 2001:db8:1::c\n", files["dmesg"]);
        Assert.Contains("[2001:db8:1::c]:40000", files["ss"]);
    }

    [Fact]
    public async Task What_is_missing_or_fails_is_a_line_and_no_failure()
    {
        Assert.Equal(ExitStatus.Success, await _cli.RunAsync($"debug-report --out {_archive}"));
        string manifest = Files()["MANIFEST"];
        Assert.Contains("\nconntrack-ipv6: there is no program conntrack\n", manifest);
        Assert.Contains("\nnft-ruleset: nft list ruleset ended with status 1: netlink: Error: Operation not permitted by web7\n", manifest);
        Assert.Contains("\nss: complete\n", manifest);
        Assert.StartsWith("missing: nft-ruleset: ", _cli.Output);
        Assert.EndsWith($"{_archive}\n", _cli.Output);
    }

    [Fact]
    public async Task Without_the_module_there_still_is_a_report()
    {
        using var cli = new Cli { Tools = _tools };
        Assert.Equal(ExitStatus.Success, await cli.RunAsync($"debug-report --out {_archive}"));
        Dictionary<string, string> files = Files();
        Assert.Contains("\nmodule: not loaded\n", files["versions"]);
        Assert.Contains("\nsysctl-preserve: there is no ", files["MANIFEST"]);
        Assert.Contains("\ntables: there is no ", files["MANIFEST"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--mask")]
    public async Task Secrets_are_never_in_it(string option)
    {
        await _cli.RunAsync($"debug-report {option} --out {_archive}");
        string all = string.Concat(Files().Values);
        Assert.All(["hunter2", Private, "dead::beef", "1-2-3-4", "70617373"], secret => Assert.DoesNotContain(secret, all));
        Assert.Contains("net.ipv4.tcp_fastopen_key = [left out]\n", all);
    }

    [Fact]
    public async Task Masked_an_address_has_the_same_pseudonym_in_all_files()
    {
        await _cli.RunAsync($"debug-report --mask --out {_archive}");
        Dictionary<string, string> files = Files();
        string all = string.Concat(files.Values);
        Assert.All(["2001:db8", "web7"], name => Assert.DoesNotContain(name, all));
        string pseudonym = files["ip-addr"].Split(' ', '/')[1];
        Assert.StartsWith($"ESTAB [{pseudonym}]:40000 [", files["ss"]);
        Assert.Contains($"]:5201 ", files["ss"]);
        Assert.StartsWith($"id local remote\n7 {pseudonym} ", files["tables/connections"]);
        Assert.Equal($"preserve: moved to {pseudonym}\n", files["dmesg"]);
        Assert.True(IPNetwork.Parse(files["ip-route"].Split(' ')[0]).Contains(IPAddress.Parse(pseudonym)));
    }

    [Fact]
    public async Task Only_its_owner_can_read_it()
    {
        await _cli.RunAsync($"debug-report --out {_archive}");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_archive));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        File.WriteAllText(_archive, "precious");
        Assert.Equal(ExitStatus.Usage, await _cli.RunAsync($"debug-report --out {_archive}"));
        Assert.Equal($"preserve: {_archive} is there already: give another name with --out\n", _cli.Error);
        Assert.Equal("precious", File.ReadAllText(_archive));
    }

    [Fact]
    public async Task An_archive_that_cannot_be_written_is_status_2() =>
        Assert.Equal(ExitStatus.Failure, await _cli.RunAsync($"debug-report --out {_archive}/x"));

    [Fact]
    public async Task As_json_it_tells_the_same()
    {
        await _cli.RunAsync($"debug-report --json --out {_archive}");
        Assert.Equal(_archive, _cli.Json.GetProperty("path").GetString());
        Assert.False(_cli.Json.GetProperty("masked").GetBoolean());
        JsonElement conntrack = _cli.Json.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("name").GetString() == "conntrack-ipv6");
        Assert.Equal("there is no program conntrack", conntrack.GetProperty("missing").GetString());
    }

    public void Dispose() => _cli.Dispose();

    private Dictionary<string, string> Files()
    {
        var files = new Dictionary<string, string>();
        using var archive = new TarReader(new GZipStream(File.OpenRead(_archive), CompressionMode.Decompress));
        while (archive.GetNextEntry() is { } entry)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, entry.Mode);
            using var text = new StreamReader(entry.DataStream ?? Stream.Null);
            files.Add(entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..], text.ReadToEnd());
        }

        return files;
    }
}
