// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace PreserveStack.NameSocket.Connecting.Srv;

/// <summary>Understands answers about SRV records (RFC 1035 section 4.1, RFC 2782), and trusts nothing in them.</summary>
internal static class DnsMessage
{
    public const int HeaderLength = 12;
    public const ushort TypeSrv = 33;
    public const ushort ClassInternet = 1;

    // More than anybody publishes; what is beyond is left out.
    internal const int MaxRecords = 128;
    internal const int MaxAddressesPerTarget = 64;

    private const ushort TypeA = 1;
    private const ushort TypeCname = 5;
    private const ushort TypeAaaa = 28;
    private const int MaxAliases = 8;
    private const ushort Response = 0x8000;
    private const ushort Opcode = 0x7800;
    private const ushort Truncated = 0x0200;
    private const ushort ResponseCode = 0x000f;
    private const int NoError = 0;
    private const int NameError = 3;

    private static readonly string[] Codes = ["no error", "format error", "server failure", "no such name", "not implemented", "refused"];

    /// <summary>
    /// Reads the answer to a question. False when the message is none to this question, which is then still open.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> message, DnsQuery query, [NotNullWhen(true)] out DnsReply? reply)
    {
        reply = null;
        if (message.Length < HeaderLength || !IsAnswerTo(message, query, out string? name, out DnsReader reader))
        {
            return false;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        int code = flags & ResponseCode;
        reply = (flags & Truncated) != 0 ? new DnsReply(null, "the answer does not fit", IsTruncated: true)
            : code == NameError ? new DnsReply(SrvAnswer.None, null)
            : code != NoError ? new DnsReply(null, code < Codes.Length ? Codes[code] : $"error {code}")
            : TryReadRecords(message, reader, out List<DnsRecord>? answers, out List<DnsRecord>? rest)
                ? new DnsReply(Evaluate(name, answers, rest), null)
                : new DnsReply(null, "a malformed answer");
        return true;
    }

    private static bool IsAnswerTo(ReadOnlySpan<byte> message, DnsQuery query, [NotNullWhen(true)] out string? name, out DnsReader reader)
    {
        name = null;
        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        reader = new DnsReader(message, HeaderLength);
        var asked = new DnsReader(query.Name, 0);
        return BinaryPrimitives.ReadUInt16BigEndian(message) == query.Id
            && (flags & (Response | Opcode)) == Response
            && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == 1
            && reader.TryReadName(out name) && asked.TryReadName(out string? wanted)
            && name.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            && reader.TryReadUInt16(out ushort type) && type == TypeSrv
            && reader.TryReadUInt16(out ushort kind) && kind == ClassInternet;
    }

    private static bool TryReadRecords(
        ReadOnlySpan<byte> message,
        DnsReader reader,
        [NotNullWhen(true)] out List<DnsRecord>? answers,
        [NotNullWhen(true)] out List<DnsRecord>? rest)
    {
        rest = null;
        int others = BinaryPrimitives.ReadUInt16BigEndian(message[8..]) + BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        return TryReadSection(message, ref reader, BinaryPrimitives.ReadUInt16BigEndian(message[6..]), out answers)
            && TryReadSection(message, ref reader, others, out rest);
    }

    private static bool TryReadSection(
        ReadOnlySpan<byte> message, ref DnsReader reader, int count, [NotNullWhen(true)] out List<DnsRecord>? records)
    {
        records = null;
        var read = new List<DnsRecord>();
        for (int number = 0; number < count; number++)
        {
            if (!reader.TryReadName(out string? owner) || !reader.TryReadUInt16(out ushort type)
                || !reader.TryReadUInt16(out ushort kind) || !reader.TrySkip(4) || !reader.TryReadUInt16(out ushort length))
            {
                return false;
            }

            var data = new DnsReader(message, reader.Position);
            if (!reader.TrySkip(length))
            {
                return false;
            }

            object? content = null;
            if (kind == ClassInternet && !TryReadContent(type, data, reader.Position, out content))
            {
                return false;
            }

            if (content is not null)
            {
                read.Add(new DnsRecord(owner, content));
            }
        }

        records = read;
        return true;
    }

    // Types that are of no interest have no content; those that are must fill their length exactly.
    private static bool TryReadContent(ushort type, DnsReader data, int end, out object? content)
    {
        content = null;
        switch (type)
        {
            case TypeSrv:
                if (!data.TryReadUInt16(out ushort priority) || !data.TryReadUInt16(out ushort weight)
                    || !data.TryReadUInt16(out ushort port) || !data.TryReadName(out string? target))
                {
                    return false;
                }

                content = new SrvRecord(priority, weight, port, target);
                return data.Position == end;
            case TypeCname:
                bool isName = data.TryReadName(out string? alias);
                content = alias;
                return isName && data.Position == end;
            case TypeA or TypeAaaa:
                bool fits = data.TryReadBytes(type == TypeA ? 4 : 16, out ReadOnlySpan<byte> bytes);
                content = fits ? new IPAddress(bytes) : null;
                return fits && data.Position == end;
            default:
                return true;
        }
    }

    private static SrvAnswer Evaluate(string name, List<DnsRecord> answers, List<DnsRecord> rest)
    {
        string owner = name;
        for (int alias = 0; alias < MaxAliases && Owned<string>(answers, owner).FirstOrDefault() is { } next; alias++)
        {
            owner = next;
        }

        // Nothing can listen on port 0; only the root as target goes with it.
        IEnumerable<SrvRecord> usable = Owned<SrvRecord>(answers, owner).Where(record => record.Port != 0 || record.Target.Length == 0);
        SrvRecord[] records = [.. usable.Take(MaxRecords)];
        HashSet<string> targets = [.. records.Select(record => record.Target.ToLowerInvariant())];
        var addresses = answers.Concat(rest)
            .Where(record => record.Content is IPAddress)
            .GroupBy(record => record.Owner.ToLowerInvariant(), record => (IPAddress)record.Content)
            .Where(group => targets.Contains(group.Key))
            .ToDictionary(group => group.Key, group => (IReadOnlyList<IPAddress>)[.. group.Distinct().Take(MaxAddressesPerTarget)]);
        return new SrvAnswer(records, addresses);
    }

    private static IEnumerable<T> Owned<T>(List<DnsRecord> records, string owner) =>
        records.Where(record => record.Owner.Equals(owner, StringComparison.OrdinalIgnoreCase))
            .Select(record => record.Content)
            .OfType<T>();
}
