// SPDX-License-Identifier: MIT
using BenchmarkDotNet.Attributes;
using PreserveStack.NameSocket;

namespace PreserveStack.Benchmarks.Suites;

/// <summary>What is done per frame and per handshake packet.</summary>
[MemoryDiagnoser]
public class FramingBenchmarks
{
    private readonly byte[] _frame = new byte[16];
    private readonly byte[] _nonce = new byte[Protocol.NonceLength];
    private readonly byte[] _publicKey = new byte[Protocol.PublicKeyLength];
    private readonly byte[] _resume = V1Packets.Resume(
        new V1Key(new(System.Net.IPAddress.IPv6Loopback, 1040), new(System.Net.IPAddress.IPv6Loopback, 1234)), 7);

    private readonly byte[] _challenge = V2Packets.Challenge(new byte[Protocol.NonceLength], 2000);
    private readonly byte[] _before = V2Packets.Resume(SessionId.NewRandom(), new byte[Protocol.NonceLength], 1000);
    private readonly SessionKeys _keys = new(new byte[32], new byte[32]);

    /// <summary>Writes and reads the header of DATA.</summary>
    [Benchmark]
    public int DataHeader()
    {
        FrameHeader.Write(_frame, FrameType.Data, 8192);
        var header = FrameHeader.Read(_frame);
        return header.IsValid ? header.Length : 0;
    }

    /// <summary>Writes an acknowledgement.</summary>
    [Benchmark]
    public int Acknowledgement() => FrameHeader.WriteNumber(_frame, FrameType.Ack, 123_456_789);

    /// <summary>Writes NEW of version 2.</summary>
    [Benchmark]
    public object Version2New() => V2Packets.New(65_536, _nonce, _publicKey);

    /// <summary>Signs CHALLENGE.</summary>
    [Benchmark]
    public void Version2Sign() => _keys.SignAsServer(_challenge, _before);

    /// <summary>Reads RESUME of version 1.</summary>
    [Benchmark]
    public bool Version1Resume() => V1Packets.TryParseResume(_resume, out _, out _);
}
