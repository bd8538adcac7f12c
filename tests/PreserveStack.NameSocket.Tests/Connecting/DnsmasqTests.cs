// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Net;
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

/// <summary>The DNS client against a server that others wrote: dnsmasq of the Debian package dnsmasq-base.</summary>
public sealed class DnsmasqTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("preserve-dnsmasq-").FullName;

    [Fact]
    public async Task Dnsmasq_is_understood()
    {
        using Process server = Start(out IPEndPoint endPoint, out Task ready);
        try
        {
            await ready;
            var client = new DnsClient(() => new ResolverConfiguration([endPoint], TimeSpan.FromSeconds(10), 1), TimeProvider.System);

            SrvAnswer few = await client.ResolveAsync("_few._tcp.lab.test", default);
            Assert.Equal(
                [new SrvRecord(10, 5, 389, "one.lab.test"), new SrvRecord(20, 0, 390, "two.lab.test")],
                few.Records.OrderBy(record => record.Priority));
            Assert.Equal(["192.0.2.1", "2001:db8::1"], few.Addresses["one.lab.test"].Select(address => address.ToString()).Order());

            // More than fits into a datagram of 512 bytes, so it comes over TCP.
            Assert.Equal(40, (await client.ResolveAsync("_many._tcp.lab.test", default)).Records.Count);
            Assert.Empty((await client.ResolveAsync("_none._tcp.lab.test", default)).Records);
            Assert.Equal("", (await client.ResolveAsync("_off._tcp.lab.test", default)).Records.Single().Target);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Process Start(out IPEndPoint endPoint, out Task ready)
    {
        endPoint = new IPEndPoint(LoopbackAddress.Any(), 20053);
        string configuration = Path.Combine(_folder, "dnsmasq.conf");
        File.WriteAllLines(
            configuration,
            [
                $"port={endPoint.Port}", $"listen-address={endPoint.Address}", "bind-interfaces", "no-resolv", "no-hosts", "no-daemon",
                "log-facility=-", "user=", "local=/lab.test/",
                "host-record=one.lab.test,192.0.2.1,2001:db8::1",
                "srv-host=_few._tcp.lab.test,one.lab.test,389,10,5", "srv-host=_few._tcp.lab.test,two.lab.test,390,20,0",
                "srv-host=_off._tcp.lab.test",
                .. Enumerable.Range(1, 40).Select(number => $"srv-host=_many._tcp.lab.test,host{number}.lab.test,{number},1,1"),
            ]);

        // Not every user has the folder of the system administrator in PATH.
        string program = File.Exists("/usr/sbin/dnsmasq") ? "/usr/sbin/dnsmasq" : "dnsmasq";
        var process = Process.Start(new ProcessStartInfo(program, ["--conf-file=" + configuration]) { RedirectStandardError = true })!;
        ready = ReadyAsync(process);
        return process;
    }

    private static async Task ReadyAsync(Process process)
    {
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains("started, version"))
            {
                return;
            }
        }

        Assert.Fail("dnsmasq ended: " + string.Join('\n', said));
    }
}
