// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace PreserveStack.NameSocket.Tests;

/// <summary>A scripted peer: a plain socket on which a test says byte by byte what goes over the wire.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private static readonly KeyAgreement Pair = new();

    internal SessionKeys? Keys { get; set; }

    internal EarlyKeys? Early { get; set; }

    internal SessionId Session { get; set; }

    /// <summary>The key of the server with which this peer began a session.</summary>
    internal byte[] ServerKey { get; private set; } = [];

    internal IPEndPoint Local => (IPEndPoint)socket.LocalEndPoint!;

    internal IPEndPoint Remote => (IPEndPoint)socket.RemoteEndPoint!;

    internal static async Task<RawPeer> ConnectAsync(IPEndPoint endPoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endPoint);
        return new RawPeer(socket);
    }

    internal static Socket Listen()
    {
        var listen = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listen.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listen.Listen();
        return listen;
    }

    internal static async Task<RawPeer> AcceptAsync(Socket listen) =>
        new(await listen.AcceptAsync().WaitAsync(Tests.Pair.Patience));

    internal async Task SendAsync(params byte[][] packets)
    {
        foreach (var packet in packets)
        {
            await socket.SendAsync(packet);
        }
    }

    internal async Task<byte[]> ReceiveAsync(int count)
    {
        var buffer = new byte[count];
        for (var have = 0; have < count;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(have)).AsTask().WaitAsync(Tests.Pair.Patience);
            have += received > 0 ? received : throw new EndOfStreamException($"closed after {have} of {count} bytes");
        }

        return buffer;
    }

    /// <summary>Waits for the other end to close, whatever it says before.</summary>
    /// <returns>What it said.</returns>
    internal async Task<byte[]> ReceiveToEndAsync()
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer).WaitAsync(Tests.Pair.Patience)) > 0)
            {
                all.AddRange(buffer[..count]);
            }
        }
        catch (SocketException)
        {
            // A reset is an end too.
        }

        return [.. all];
    }

    /// <summary>Skips to the next frame of a type.</summary>
    internal async Task<byte[]> ReceiveFrameAsync(FrameType type)
    {
        while (true)
        {
            var header = FrameHeader.Read(await ReceiveAsync(FrameHeader.Size));
            var payload = await ReceiveAsync(header.Length);
            if (header.Type == type)
            {
                return payload;
            }
        }
    }

    internal static byte[] Frame(FrameType type, params byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        FrameHeader.Write(frame, type, payload.Length);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    internal static byte[] Number(FrameType type, long number)
    {
        var frame = new byte[FrameHeader.Size + 8];
        FrameHeader.WriteNumber(frame, type, number);
        return frame;
    }

    /// <summary>Begins a session of version 2 as a client.</summary>
    internal async Task BeginAsync(int window = 1 << 20)
    {
        var nonce = RandomNumberGenerator.GetBytes(32);
        var hello = V2Packets.New(window, nonce, Pair.PublicKey);
        await SendAsync(hello);
        var ack = await ReceiveAsync(V2Packets.NewAckLength);
        Session = V2Fields.NewAckSession(ack);
        ServerKey = V2Fields.NewAckPublicKey(ack).ToArray();
        Keys = SessionKeys.Derive(Pair.Agree(V2Fields.NewAckPublicKey(ack))!.Value, nonce, V2Fields.NewAckNonce(ack), Session);
        if (!Keys.IsFromServer(ack, hello))
        {
            throw new InvalidDataException("NEW_ACK is not authentic");
        }
    }

    /// <summary>Takes a client's NEW of version 2 as a server.</summary>
    internal async Task TakeNewAsync(SessionId session, SessionId boot, int window = 1 << 20, TimeSpan? lifetime = null)
    {
        var hello = await ReceiveAsync(V2Packets.NewLength);
        var nonce = RandomNumberGenerator.GetBytes(32);
        Session = session;
        Keys = SessionKeys.Derive(Pair.Agree(V2Fields.NewPublicKey(hello))!.Value, V2Fields.NewNonce(hello), nonce, session);
        var ack = V2Packets.NewAck(window, session, boot, lifetime ?? TimeSpan.FromMinutes(1), nonce, Pair.PublicKey);
        Keys.SignAsServer(ack, hello);
        await SendAsync(ack);
    }

    /// <summary>Takes a client's EARLY as the server that took an earlier NEW, and says nothing yet.</summary>
    internal async Task<byte[]> ReceiveEarlyAsync()
    {
        var early = await ReceiveAsync(V2Packets.EarlyLength);
        Early = EarlyKeys.Derive(Pair.Agree(V2Fields.EarlyPublicKey(early))!.Extract(Pair.Id), early);
        Session = V2Fields.ResumeSession(early);
        Keys = Early.Session;
        return V2Fields.EarlyKeyId(early).SequenceEqual(Pair.Id) && Early.IsFromClient(early)
            ? early
            : throw new InvalidDataException("EARLY is not authentic");
    }

    /// <summary>Accepts the early session.</summary>
    internal byte[] EarlyAck()
    {
        var ack = V2Packets.EarlyAck();
        Early!.Accept(ack);
        return ack;
    }

    /// <summary>Begins an early session as a client of a server whose key it has.</summary>
    /// <returns>EARLY.</returns>
    internal byte[] MakeEarly(byte[] serverKey, int window = 1 << 20, SessionId? session = null)
    {
        var id = KeyAgreement.IdOf(serverKey);
        Session = session ?? SessionId.NewRandom();
        var early = V2Packets.Early(window, Session, id, Pair.PublicKey);
        Early = EarlyKeys.Derive(Pair.Agree(serverKey)!.Extract(id), early);
        Keys = Early.Session;
        Early.Sign(early);
        return early;
    }

    /// <summary>Resumes a session of version 2 as a client.</summary>
    internal async Task<(byte[] Resume, byte[] Challenge, byte[] Confirm)> ResumeAsync(SessionId session, SessionKeys keys, long received, long start)
    {
        var packets = await PrepareResumeAsync(session, keys, received, start);
        await SendAsync(packets.Confirm);
        return packets;
    }

    /// <summary>The same, but for CONFIRM, which is only made.</summary>
    internal async Task<(byte[] Resume, byte[] Challenge, byte[] Confirm)> PrepareResumeAsync(SessionId session, SessionKeys keys, long received, long start)
    {
        var resume = V2Packets.Resume(session, RandomNumberGenerator.GetBytes(32), received);
        keys.SignAsClient(resume);
        await SendAsync(resume);
        var challenge = await ReceiveAsync(V2Packets.ChallengeLength);
        var confirm = V2Packets.Confirm(received, start);
        keys.SignAsClient(confirm, resume, challenge);
        return (resume, challenge, confirm);
    }

    public void Dispose() => socket.Dispose();

    internal void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }
}
