// SPDX-License-Identifier: MIT
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

/// <summary>"probe fetch" against a web server that says what a test wants.</summary>
public sealed class ProbeFetchTests
{
    private const int Size = 200_000;

    [Fact]
    public async Task All_bytes_are_counted_and_compared()
    {
        var content = await ContentAsync(Size);
        var report = await FetchAsync([Head(Size), .. content.Chunk(70_001)]);

        Assert.Equal((200, "", Size, 0), (report.Status, report.Error, report.Bytes, report.Changed));
    }

    [Fact]
    public async Task The_head_may_come_in_pieces_and_with_the_body()
    {
        var content = await ContentAsync(Size);
        byte[] all = [.. Head(Size), .. content];

        var report = await FetchAsync([all[..5], all[5..20], all[20..]]);

        Assert.Equal(("", Size, 0), (report.Error, report.Bytes, report.Changed));
    }

    [Fact]
    public async Task Changed_bytes_are_told()
    {
        var content = await ContentAsync(Size);
        content[0] ^= 1;
        content[150_000] ^= 0x80;

        Assert.Equal(2, (await FetchAsync([Head(Size), content])).Changed);
    }

    [Fact]
    public async Task An_end_before_the_last_byte_is_an_error()
    {
        var content = await ContentAsync(Size);

        var report = await FetchAsync([Head(Size), content[..1000]]);

        Assert.Equal(("EPIPE", 1000), (report.Error, report.Bytes));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "EBADMSG", 0)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "", 404)]
    public async Task Another_answer_is_told(string answer, string error, int status)
    {
        var report = await FetchAsync([Encoding.ASCII.GetBytes(answer)]);

        Assert.Equal((error, status), (report.Error, report.Status));
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_of_the_connection()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        Assert.Equal("ECONNREFUSED", (await ReportAsync(port)).Error);
    }

    private static byte[] Head(int size)
        => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nServer: test\r\ncontent-length: {size}\r\n\r\n"));

    /// <summary>The answer is sent part by part, and the connection closed.</summary>
    private static async Task<Report> FetchAsync(IReadOnlyList<byte[]> parts)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, parts);
        var report = await ReportAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        await serving;
        return report;
    }

    private static async Task ServeAsync(TcpListener listener, IReadOnlyList<byte[]> parts)
    {
        using var client = await listener.AcceptTcpClientAsync();
        client.NoDelay = true;
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            request.Append(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        }

        Assert.StartsWith("GET /document HTTP/1.1\r\nHost: ", request.ToString(), StringComparison.Ordinal);
        try
        {
            foreach (var part in parts)
            {
                await stream.WriteAsync(part);
            }
        }
        catch (IOException)
        {
            // It closes as soon as the answer is none.
        }
    }

    private static async Task<byte[]> ContentAsync(int size)
        => await RunAsync("content", "--bytes", size.ToString(CultureInfo.InvariantCulture));

    private static async Task<Report> ReportAsync(int port)
    {
        var output = await RunAsync(
            "fetch", "--connect", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--path", "/document");
        using var json = JsonDocument.Parse(output);
        var report = json.RootElement;
        return new Report(
            report.GetProperty("status").GetInt32(),
            report.GetProperty("error").GetString()!,
            report.GetProperty("bytes").GetInt32(),
            report.GetProperty("changed").GetInt32());
    }

    private static async Task<byte[]> RunAsync(params string[] arguments)
    {
        var tools = await new HelperPrograms(LabPaths.Find(), new LabCache(LabPaths.Find().Cache)).ToolsAsync(CancellationToken.None);
        using var process = Process.Start(new ProcessStartInfo(tools.Single(tool => Path.GetFileName(tool) == "probe"), arguments)
        {
            RedirectStandardOutput = true,
        })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }

    private sealed record Report(int Status, string Error, int Bytes, int Changed);
}
