// SPDX-License-Identifier: MIT
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

public sealed partial class VectorTests
{
    private static readonly Dictionary<string, byte[]> Documented = Read();

    public static TheoryData<string> Names => [.. Compute().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_documents_vectors_are_what_the_code_makes(string name) =>
        Assert.Equal(Convert.ToHexString(Compute()[name]), Convert.ToHexString(Documented[name]));

    [Fact]
    public void The_document_has_no_others() => Assert.Equal(Compute().Keys.Order(), Documented.Keys.Order());

    internal static Dictionary<string, byte[]> Compute()
    {
        var ipv6 = new V1Key(IPEndPoint.Parse("[3ffe:2a00:100:3100::f00d:cafe]:1040"), IPEndPoint.Parse("[3ffe:2a00:100:3100::dead:beef]:1234"));
        var ipv4 = new V1Key(IPEndPoint.Parse("192.0.2.1:1040"), IPEndPoint.Parse("198.51.100.2:1234"));
        using var client = new KeyAgreement(PairOf(1));
        using var server = new KeyAgreement(PairOf(2));
        var session = SessionId.Read(Run(0x10, 16));
        var boot = SessionId.Read(Run(0x20, 16));
        byte[] clientNonce = Run(0x40, 32);
        byte[] serverNonce = Run(0x60, 32);
        var secret = client.Agree(server.PublicKey)!;
        var keys = SessionKeys.Derive(secret.Value, clientNonce, serverNonce, session);
        var hello = V2Packets.New(65536, clientNonce, client.PublicKey);
        var ack = V2Packets.NewAck(131072, session, boot, TimeSpan.FromSeconds(600), serverNonce, server.PublicKey);
        keys.SignAsServer(ack, hello);
        var resume = V2Packets.Resume(session, Run(0x80, 32), 1000);
        keys.SignAsClient(resume);
        var challenge = V2Packets.Challenge(Run(0xA0, 32), 2000);
        keys.SignAsServer(challenge, resume);
        var confirm = V2Packets.Confirm(1010, 2000);
        keys.SignAsClient(confirm, resume, challenge);
        var refused = V2Packets.Refused(RefusalReason.Closed, boot, 2001);
        keys.SignAsServer(refused, resume);
        var early = V2Packets.Early(65536, session, server.Id, client.PublicKey);
        var earlyKeys = EarlyKeys.Derive(secret.Extract(server.Id), early);
        earlyKeys.Sign(early);
        var earlyAck = V2Packets.EarlyAck();
        earlyKeys.Accept(earlyAck);
        var addresses = new byte[100];
        var length = AddressList.Write(addresses, [IPEndPoint.Parse("192.0.2.1:7"), IPEndPoint.Parse("[2001:db8::1]:7")]);
        return new Dictionary<string, byte[]>
        {
            ["1 NEW"] = V1Packets.New(),
            ["1 RESUME IPv6"] = V1Packets.Resume(ipv6, 0x01020304),
            ["1 RESUME IPv4"] = V1Packets.Resume(ipv4, 0x01020304),
            ["1 RESUME_ACK"] = V1Packets.ResumeAck(0xFFFFFFF5),
            ["secret z"] = secret.Value.ToArray(),
            ["Kc"] = keys.ClientKey.ToArray(),
            ["Ks"] = keys.ServerKey.ToArray(),
            ["2 NEW"] = hello,
            ["2 NEW_ACK"] = ack,
            ["2 RESUME"] = resume,
            ["2 CHALLENGE"] = challenge,
            ["2 CONFIRM"] = confirm,
            ["2 REFUSED"] = refused,
            ["early Kc"] = earlyKeys.Session.ClientKey.ToArray(),
            ["early Ks"] = earlyKeys.Session.ServerKey.ToArray(),
            ["2 EARLY"] = early,
            ["2 EARLY_ACK"] = earlyAck,
            ["DATA helo"] = RawPeer.Frame(FrameType.Data, "helo"u8.ToArray()),
            ["ACK 4"] = RawPeer.Number(FrameType.Ack, 4),
            ["PING 1"] = RawPeer.Number(FrameType.Ping, 1),
            ["PONG 1"] = RawPeer.Number(FrameType.Pong, 1),
            ["ADDRESSES"] = RawPeer.Frame(FrameType.Addresses, addresses[..length]),
            ["FIN 4"] = RawPeer.Number(FrameType.Fin, 4),
            ["EARLY_OFFER 7200"] = RawPeer.Frame(FrameType.EarlyOffer, 0, 0, 0x1C, 0x20),
            ["ABORT 2"] = RawPeer.Frame(FrameType.Abort, 0, 0, 0, 2),
        };
    }

    private static byte[] Run(byte first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)i)];

    private static ECDiffieHellman PairOf(byte scalar)
    {
        var d = new byte[32];
        d[31] = scalar;
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d });
    }

    private static Dictionary<string, byte[]> Read()
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "namesocket-protocol.md"));
        var vectors = text[text.IndexOf("## 9. Test vectors", StringComparison.Ordinal)..];
        return Vector().Matches(vectors).ToDictionary(
            m => m.Groups[1].Value,
            m => Convert.FromHexString(Regex.Replace(m.Groups[2].Value, @"\s", "")));
    }

    [GeneratedRegex(@"^([^\n]+):\n((?:    [0-9a-f ]+\n)+)", RegexOptions.Multiline)]
    private static partial Regex Vector();
}
