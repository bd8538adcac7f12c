// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class DnsClientTests
{
    private const string Name = "_ldap._tcp.example.com";

    // Nobody moves it but the tests that want a server to be silent.
    private readonly SimulatedTime _time = new();

    [Fact]
    public async Task A_server_is_asked_over_UDP()
    {
        await using var server = new ScriptedNameServer(query => [Answer(query)]);
        Assert.Equal("a.example.com", (await AskAsync(server)).Records.Single().Target);
        Assert.Single(server.Queries);
    }

    [Fact]
    public async Task Ids_and_ports_are_not_the_same_from_question_to_question()
    {
        await using var server = new ScriptedNameServer(query => [Answer(query)]);
        for (int number = 0; number < 20; number++)
        {
            await AskAsync(server);
        }

        Assert.InRange(server.Queries.Select(query => (query.Message[0] << 8) | query.Message[1]).Distinct().Count(), 15, 20);
        Assert.InRange(server.Queries.Select(query => query.Port).Distinct().Count(), 10, 20);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_over_TCP()
    {
        await using var server = new ScriptedNameServer(
            query => [DnsPacket.AnswerTo(query, 0x8380).ToArray()],
            query => Framed(Answer(query), split: 3));
        Assert.Single((await AskAsync(server)).Records);
    }

    [Fact]
    public async Task A_TCP_answer_that_ends_early_is_none()
    {
        await using var server = new ScriptedNameServer(
            query => [DnsPacket.AnswerTo(query, 0x8380).ToArray()],
            query => Framed(Answer(query), split: 3).Take(1));
        await Assert.ThrowsAsync<DnsException>(() => AskAsync(server));
    }

    [Fact]
    public async Task Answers_to_other_questions_are_passed_over()
    {
        await using var server = new ScriptedNameServer(
            query => [[], DnsPacket.AnswerTo([(byte)~query[0], .. query[1..]]).ToArray(), query, Answer(query)]);
        Assert.Single((await AskAsync(server)).Records);
    }

    [Fact]
    public async Task A_flood_of_answers_to_other_questions_ends_the_patience()
    {
        await using var server = new ScriptedNameServer(query => Enumerable.Repeat(query, 64));
        var exception = await Assert.ThrowsAsync<DnsException>(() => AskAsync(server));
        Assert.Contains("too many answers to other questions", exception.Message);
    }

    [Fact]
    public async Task A_server_that_fails_is_followed_by_the_next()
    {
        await using var broken = new ScriptedNameServer(query => [DnsPacket.AnswerTo(query, 0x8182).ToArray()]);
        await using var server = new ScriptedNameServer(query => [Answer(query)]);
        Assert.Single((await AskAsync(broken, server)).Records);
        Assert.Single(broken.Queries);
    }

    [Fact]
    public async Task A_silent_server_is_followed_by_the_next_when_the_time_is_over()
    {
        await using var silent = new ScriptedNameServer(Silence);
        await using var server = new ScriptedNameServer(query => [Answer(query)]);
        Assert.Single((await AskAsync(silent, server)).Records);
        Assert.Equal(2, _time.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task Servers_are_asked_as_often_as_the_configuration_says()
    {
        await using var silent = new ScriptedNameServer(Silence);
        await using var refusing = new ScriptedNameServer(query => [DnsPacket.AnswerTo(query, 0x8185).ToArray()]);
        var exception = await Assert.ThrowsAsync<DnsException>(() => AskAsync(silent, refusing));
        Assert.Equal($"{silent.EndPoint}: no answer within 2 s; {refusing.EndPoint}: refused", exception.Message);
        Assert.Equal((3, 3), (silent.Queries.Count, refusing.Queries.Count));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_told()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        // Bound, so that nobody else gets the port, and connected elsewhere, so that it takes nothing from the client.
        closed.Bind(new IPEndPoint(LoopbackAddress.Any(), 0));
        closed.Connect(new IPEndPoint(IPAddress.Loopback, 1));
        var exception = await Assert.ThrowsAsync<DnsException>(() => AskAsync([(IPEndPoint)closed.LocalEndPoint!], default));
        Assert.Contains("Connection refused", exception.Message);
    }

    [Fact]
    public async Task Asking_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var silent = new ScriptedNameServer(_ =>
        {
            cancellation.Cancel();
            return [];
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AskAsync([silent.EndPoint], cancellation.Token));
    }

    private static byte[] Answer(byte[] query) =>
        DnsPacket.AnswerTo(query, answers: 1).Srv(DnsPacket.QuestionName, 1, 2, 389, "a.example.com").ToArray();

    private static IEnumerable<byte[]> Framed(byte[] message, int split)
    {
        byte[] framed = [(byte)(message.Length >> 8), (byte)message.Length, .. message];
        return [framed[..split], framed[split..]];
    }

    private IEnumerable<byte[]> Silence(byte[] query)
    {
        _time.MoveToNextTimer();
        return [];
    }

    private Task<SrvAnswer> AskAsync(params ScriptedNameServer[] servers) =>
        AskAsync([.. servers.Select(server => server.EndPoint)], default);

    private Task<SrvAnswer> AskAsync(IReadOnlyList<IPEndPoint> servers, CancellationToken cancellationToken) =>
        new DnsClient(() => new ResolverConfiguration(servers, TimeSpan.FromSeconds(2), 3), _time).ResolveAsync(Name, cancellationToken);
}
