// SPDX-License-Identifier: MIT
using System.Net;
using Xunit;

namespace PreserveStack.NameSocket.Tests;

/// <summary>Budgets of what is done per frame, per packet and per write.</summary>
[Collection(Alone.Name)]
public sealed class AllocationTests
{
    // An array has a header of 24 bytes, and its size is a multiple of 8.
    private const int ArrayOverhead = 24;

    [Fact]
    public void Frame_headers_need_no_memory()
    {
        var frame = new byte[16];
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            FrameHeader.Write(frame, FrameType.Data, 8192);
            Assert.True(FrameHeader.Read(frame).IsValid);
            FrameHeader.WriteNumber(frame, FrameType.Ack, 123_456);
        }));
    }

    [Fact]
    public void A_handshake_packet_is_its_bytes()
    {
        var nonce = new byte[Protocol.NonceLength];
        var key = new byte[Protocol.PublicKeyLength];
        Assert.Equal(ArrayOverhead + V2Packets.NewLength, Allocations.PerCall(() => V2Packets.New(1000, nonce, key)));
        Assert.Equal(ArrayOverhead + V2Packets.ResumeLength, Allocations.PerCall(() => V2Packets.Resume(default, nonce, 1)));
        Assert.Equal(ArrayOverhead + V1Packets.ResumeAckLength, Allocations.PerCall(() => V1Packets.ResumeAck(1)));
    }

    [Fact]
    public void Signing_and_checking_need_no_memory()
    {
        var keys = new SessionKeys(new byte[32], new byte[32]);
        var before = V2Packets.Resume(default, new byte[Protocol.NonceLength], 1);
        var challenge = V2Packets.Challenge(new byte[Protocol.NonceLength], 1);
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            keys.SignAsServer(challenge, before);
            Assert.True(keys.IsFromServer(challenge, before));
        }));
    }

    [Fact]
    public void Reading_a_resume_of_version_1_makes_its_two_endpoints()
    {
        var packet = V1Packets.Resume(new V1Key(new IPEndPoint(IPAddress.IPv6Loopback, 1), new IPEndPoint(IPAddress.IPv6Loopback, 2)), 7);
        Assert.InRange(Allocations.PerCall(() => Assert.True(V1Packets.TryParseResume(packet, out _, out _))), 1, 240);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    [InlineData(100_000)]
    public void A_buffer_at_work_uses_its_memory_again(int size)
    {
        var chain = new SegmentChain();
        var piece = new byte[size];
        chain.Append(piece);
        Assert.Equal(0, Allocations.PerCall(() =>
        {
            chain.Append(piece);
            Assert.False(chain.PieceAt(chain.End - 1).IsEmpty);
            chain.Release(chain.Start + size);
        }));
        chain.Clear();
    }
}
