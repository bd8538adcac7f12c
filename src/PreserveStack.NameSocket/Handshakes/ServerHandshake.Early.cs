// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net.Sockets;

namespace PreserveStack.NameSocket;

// Sessions that clients begin with the key of an earlier one (section 3.1 of the protocol document).
internal sealed partial class ServerHandshake
{
    private byte[] EarlyOffer()
    {
        var frame = new byte[FrameHeader.Size + 4];
        FrameHeader.Write(frame, FrameType.EarlyOffer, 4);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(FrameHeader.Size), (uint)Math.Max(0, _keys.Remaining(options.TimeProvider).TotalSeconds));
        return frame;
    }

    private async ValueTask<bool> EarlyAsync(Connection connection, CancellationToken ct)
    {
        if (!await connection.FillAsync(V2Packets.EarlyLength, ct).ConfigureAwait(false))
        {
            return false;
        }

        var early = connection.In[..V2Packets.EarlyLength].ToArray();
        connection.Consume(early.Length);
        if (table.Find(V2Fields.ResumeSession(early)) is { HasEnded: false } known)
        {
            // The first connection failed before our answer came, or somebody plays a recording.
            return known.Profile.IsAskedForBy(early)
                ? await ChallengeAsync(connection, known, early, ct).ConfigureAwait(false)
                : await RefuseAsync(connection, Refusal(early), ct).ConfigureAwait(false);
        }

        return await BeginEarlyAsync(connection, early, ct).ConfigureAwait(false);
    }

    private async ValueTask<bool> BeginEarlyAsync(Connection connection, byte[] early, CancellationToken ct)
    {
        var id = V2Fields.ResumeSession(early);
        if (!options.EarlySessions || _keys.Find(V2Fields.EarlyKeyId(early), options.TimeProvider) is not { } own)
        {
            return await RefuseAsync(connection, Refusal(early, RefusalReason.UnknownKey), ct).ConfigureAwait(false);
        }

        if (V2Fields.Window(early) <= 0 || own.Agree(V2Fields.EarlyPublicKey(early)) is not { } secret)
        {
            return false;
        }

        var keys = EarlyKeys.Derive(secret.Extract(own.Id), early);
        if (!keys.IsFromClient(early))
        {
            return false;
        }

        if (!own.TryBeginEarly(id))
        {
            return await RefuseAsync(connection, Refusal(early, own.HasBegunEarly(id) ? RefusalReason.UnknownSession : RefusalReason.UnknownKey), ct).ConfigureAwait(false);
        }

        var profile = SessionProfile.OfServer(id, keys.Session, V2Fields.Window(early), options) with { Early = early };
        var session = new Session(profile, options);
        if (!table.TryAdd(session, null))
        {
            return await RefuseAsync(connection, V2Packets.Refused(RefusalReason.Overloaded, Boot, 0), ct).ConfigureAwait(false);
        }

        // It goes along with the first frames, which are mostly those that acknowledge what came with EARLY.
        var ack = V2Packets.EarlyAck();
        keys.Accept(ack);
        connection.AddPacket(ack, withFrames: true);
        return accepted(session, connection);
    }

    /// <summary>Says no, and waits until the client has seen it: closed with unread data, a connection is reset, and what was said last may be lost.</summary>
    private static async ValueTask<bool> RefuseAsync(Connection connection, byte[] refused, CancellationToken ct)
    {
        await ClientHandshake.SendAsync(connection, refused, ct).ConfigureAwait(false);
        connection.Socket.Shutdown(SocketShutdown.Send);
        do
        {
            connection.Consume(connection.InCount);
        }
        while (await connection.FillAsync(1, ct).ConfigureAwait(false));
        return false;
    }
}
