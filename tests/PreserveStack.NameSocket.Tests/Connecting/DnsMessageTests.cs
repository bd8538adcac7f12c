// SPDX-License-Identifier: MIT
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

public sealed class DnsMessageTests
{
    private const string Name = "_ldap._tcp.example.com";
    private static readonly DnsQuery Query = new(0x1234, DnsPacket.Name(Name));
    private static readonly byte[] Question = Query.Encode();

    [Fact]
    public void A_query_is_what_the_standard_says() =>
        Assert.Equal(
            Convert.FromHexString("123401000001000000000000" + "055f6c646170045f746370076578616d706c6503636f6d00" + "00210001"), Question);

    [Fact]
    public void Records_and_the_addresses_of_their_targets_are_read()
    {
        SrvAnswer answer = Answer(DnsPacket.AnswerTo(Question, answers: 2, authorities: 1, additional: 4)
            .Srv(DnsPacket.QuestionName, 10, 5, 389, "A.example.com")
            .Srv(DnsPacket.Name("_LDAP._tcp.example.com"), 20, 0, 390, "b.example.com")
            .Record(DnsPacket.Name("example.com"), 2, DnsPacket.Name("ns.example.com"))
            .Address("a.example.com", "192.0.2.1")
            .Address("a.EXAMPLE.com", "2001:db8::1")
            .Address("a.example.com", "192.0.2.1")
            .Address("elsewhere.example.com", "192.0.2.66"));
        Assert.Equal([new SrvRecord(10, 5, 389, "A.example.com"), new SrvRecord(20, 0, 390, "b.example.com")], answer.Records);
        Assert.Equal(["192.0.2.1", "2001:db8::1"], answer.Addresses["a.example.com"].Select(address => address.ToString()));
        Assert.Single(answer.Addresses);
    }

    [Fact]
    public void Targets_may_be_compressed()
    {
        byte[] target = [1, (byte)'a', 0xc0, 12 + 11];
        SrvAnswer answer = Answer(DnsPacket.AnswerTo(Question, answers: 1)
            .Record(DnsPacket.QuestionName, 33, [0, 1, 0, 2, 0, 3, .. target]));
        Assert.Equal(new SrvRecord(1, 2, 3, "a.example.com"), answer.Records.Single());
    }

    [Fact]
    public void Aliases_are_followed()
    {
        SrvAnswer answer = Answer(DnsPacket.AnswerTo(Question, answers: 2)
            .Record(DnsPacket.QuestionName, 5, DnsPacket.Name("_ldap._tcp.example.net"))
            .Srv(DnsPacket.Name("_ldap._tcp.example.net"), 1, 2, 3, "a.example.net"));
        Assert.Single(answer.Records);
    }

    [Fact]
    public void Aliases_that_run_in_circles_lead_nowhere() =>
        Assert.Empty(Answer(DnsPacket.AnswerTo(Question, answers: 1).Record(DnsPacket.QuestionName, 5, DnsPacket.Name(Name))).Records);

    [Fact]
    public void Records_of_other_names_do_not_count() =>
        Assert.Empty(Answer(DnsPacket.AnswerTo(Question, answers: 1).Srv(DnsPacket.Name("_ldap._tcp.example.org"), 1, 2, 3, "a")).Records);

    [Fact]
    public void The_root_as_target_is_empty() =>
        Assert.Equal("", Answer(DnsPacket.AnswerTo(Question, answers: 1).Srv(DnsPacket.QuestionName, 0, 0, 0, "")).Records.Single().Target);

    [Theory]
    [InlineData(0x8182, "server failure")]
    [InlineData(0x8185, "refused")]
    [InlineData(0x818f, "error 15")]
    public void Errors_of_a_server_are_told(int flags, string error)
    {
        Assert.True(DnsMessage.TryRead(DnsPacket.AnswerTo(Question, flags).ToArray(), Query, out DnsReply? reply));
        Assert.Equal((null, error), (reply.Answer, reply.Error));
    }

    [Fact]
    public void A_name_that_does_not_exist_has_no_records() => Assert.Empty(Answer(DnsPacket.AnswerTo(Question, 0x8183)).Records);

    [Fact]
    public void Truncation_is_told()
    {
        Assert.True(DnsMessage.TryRead(DnsPacket.AnswerTo(Question, 0x8380).ToArray(), Query, out DnsReply? reply));
        Assert.True(reply.IsTruncated);
    }

    [Fact]
    public void Answers_to_other_questions_are_none()
    {
        byte[] otherId = DnsPacket.AnswerTo([0x43, 0x21, .. Question[2..]]).ToArray();
        byte[] otherName = DnsPacket.AnswerTo(new DnsQuery(0x1234, DnsPacket.Name("_ldap._tcp.example.org")).Encode()).ToArray();
        byte[] otherType = DnsPacket.AnswerTo([.. Question[..^4], 0, 1, 0, 1]).ToArray();
        byte[] otherClass = DnsPacket.AnswerTo([.. Question[..^4], 0, 33, 0, 3]).ToArray();
        byte[] query = DnsPacket.AnswerTo(Question, 0x0100).ToArray();
        Assert.All(
            [otherId, otherName, otherType, otherClass, query, Question, [], [0x12, 0x34]],
            message => Assert.False(DnsMessage.TryRead(message, Query, out _)));
    }

    [Fact]
    public void Malformed_records_spoil_the_answer()
    {
        byte[] owner = DnsPacket.QuestionName;
        DnsPacket[] packets =
        [
            Start(),
            Start().Raw([0xc0]),
            Start().Raw([0xc0, 40]),
            Start().Raw([0x80, 1]),
            Start().Raw([5, 1]),
            Start().Record([3, (byte)'a', (byte)'.', (byte)'b', 0], 33, []),
            Start().Record(owner, 33, [0, 1, 0, 2, 0]),
            Start().Record(owner, 33, [0, 1, 0, 2, 0, 3, 0, 9]),
            Start().Record(owner, 1, [1, 2, 3]),
            Start().Record(owner, 1, [1, 2, 3, 4, 5]),
            Start().Record(owner, 28, [1, 2, 3, 4]),
            Start().Record(owner, 33, [0, 1, 0, 2, 0, 3, .. DnsPacket.Name(string.Join('.', Enumerable.Repeat(new string('a', 63), 5)))]),
            Start().Raw(owner).UInt16(33).UInt16(1).UInt16(0).UInt16(0).UInt16(0xffff).UInt16(0),
        ];
        Assert.All(packets, packet =>
        {
            Assert.True(DnsMessage.TryRead(packet.ToArray(), Query, out DnsReply? reply));
            Assert.Equal("a malformed answer", reply.Error);
        });

        static DnsPacket Start() => DnsPacket.AnswerTo(Question, answers: 1);
    }

    [Fact]
    public void Thousands_of_records_are_cut_short()
    {
        DnsPacket packet = DnsPacket.AnswerTo(Question, answers: 2000, additional: 1000);
        for (int number = 0; number < 2000; number++)
        {
            packet.Srv(DnsPacket.QuestionName, number, 0, 1, "t");
        }

        for (int number = 0; number < 1000; number++)
        {
            packet.Address("t", $"10.0.{number / 250}.{number % 250}");
        }

        SrvAnswer answer = Answer(packet);
        Assert.Equal((DnsMessage.MaxRecords, DnsMessage.MaxAddressesPerTarget), (answer.Records.Count, answer.Addresses["t"].Count));
    }

    // As many records as fit, each of which names the longest name there is.
    [Fact]
    public void The_greatest_message_full_of_the_longest_names_needs_bounded_memory()
    {
        byte[] longest = DnsPacket.Name(string.Join('.', [.. Enumerable.Repeat(new string('a', 63), 3), new string('a', 61)]));
        Assert.Equal(255, longest.Length);
        const int Records = 4040;
        DnsPacket packet = DnsPacket.AnswerTo(Question, answers: Records).Record(longest, 1, [192, 0, 2, 1]);
        byte[] pointer = [0xc0, (byte)Question.Length];
        for (int number = 1; number < Records; number++)
        {
            packet.Record(pointer, 1, [192, 0, 2, 1]);
        }

        byte[] message = packet.ToArray();
        Assert.InRange(message.Length, 64_000, ushort.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(DnsMessage.TryRead(message, Query, out DnsReply? reply));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024 * 1024);
        Assert.Empty(reply.Answer!.Records);
        Assert.Empty(reply.Answer.Addresses);
    }

    // Every pointer leads to the one before it: the longest way through a message of the greatest size.
    [Fact]
    public void A_message_that_is_all_pointers_costs_little()
    {
        DnsPacket packet = DnsPacket.AnswerTo(Question, answers: 1);
        byte[] start = packet.ToArray();
        int first = start.Length + 11;
        packet.Record([0], 16, [.. Pointer(12), .. Enumerable.Range(0, 7999).SelectMany(number => Pointer(first + (number * 2)))]);
        byte[] chained = packet.Raw(Pointer(first + (7999 * 2))).ToArray();
        chained[7] = 2;

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(DnsMessage.TryRead(chained, Query, out DnsReply? reply));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
        Assert.Equal("a malformed answer", reply.Error);

        static byte[] Pointer(int to) => [(byte)(0xc0 | (to >> 8)), (byte)to];
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData("")]
    public void Names_that_cannot_be_written_are_refused(string name) => Assert.False(DnsQuery.TryEncodeName(name, out _));

    [Fact]
    public void Names_have_bounds()
    {
        Assert.False(DnsQuery.TryEncodeName(new string('a', 64), out _));
        Assert.False(DnsQuery.TryEncodeName(string.Join('.', Enumerable.Repeat(new string('a', 63), 4)), out _));
        Assert.False(DnsQuery.TryEncodeName(new string('\u00fc', 100), out _));
        Assert.True(DnsQuery.TryEncodeName("_s._tcp.m\u00fcller.example.", out byte[]? encoded));
        Assert.Equal(DnsPacket.Name("_s._tcp.xn--mller-kva.example"), encoded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_message_whatever_breaks_the_parser(int seed)
    {
        var random = new Random(seed);
        byte[] valid = DnsPacket.AnswerTo(Question, answers: 3, additional: 2)
            .Record(DnsPacket.QuestionName, 5, DnsPacket.Name("_ldap._tcp.example.net"))
            .Srv(DnsPacket.Name("_ldap._tcp.example.net"), 1, 2, 3, "a.example.net")
            .Record(DnsPacket.QuestionName, 33, [0, 1, 0, 2, 0, 3, 1, (byte)'a', 0xc0, 23])
            .Address("a.example.net", "192.0.2.1")
            .Address("a.example.net", "2001:db8::1")
            .ToArray();
        for (int round = 0; round < 50_000; round++)
        {
            byte[] message = valid[..(random.Next(4) == 0 ? random.Next(1, valid.Length) : valid.Length)];
            for (int change = random.Next(6); change > 0; change--)
            {
                // Mostly behind the question, since a message with another one is not looked at any further.
                int at = random.Next(10) == 0 ? random.Next(Question.Length) : random.Next(Question.Length, valid.Length);
                message[Math.Min(at, message.Length - 1)] = random.Next(3) == 0 ? (byte)0xc0 : (byte)random.Next(256);
            }

            bool isAnswer = DnsMessage.TryRead(message, Query, out DnsReply? reply);
            Assert.Equal(isAnswer, reply is not null);
            Assert.True(reply is null || reply.Answer is null != (reply.Error is null));
        }
    }

    private static SrvAnswer Answer(DnsPacket packet)
    {
        Assert.True(DnsMessage.TryRead(packet.ToArray(), Query, out DnsReply? reply));
        Assert.Null(reply.Error);
        return reply.Answer!;
    }
}
