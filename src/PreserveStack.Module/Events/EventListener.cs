// SPDX-License-Identifier: MIT
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PreserveStack.Module.Namespaces;
using Tmds.Linux;

namespace PreserveStack.Module.Events;

/// <summary>Hears what happens to the connections of a network namespace, from now on.</summary>
public sealed class EventListener : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int NetlinkLevel = 270;
    private const int AddMembership = 1;
    private const int GenericProtocol = 16;
    private const ushort Controller = 16;
    private const byte GetFamily = 3;
    private const ushort ErrorType = 2;
    private const int MaxDatagramBytes = 65536;

    private readonly Socket _socket;
    private readonly ushort _family;

    private EventListener(Socket socket, ushort family)
    {
        _socket = socket;
        _family = family;
    }

    // Attributes of the family's description (linux/genetlink.h).
    private enum FamilyAttribute
    {
        Id = 1,
        Name = 2,
        Groups = 7,
    }

    private enum GroupAttribute
    {
        Name = 1,
        Id = 2,
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="networkNamespace">Where; null for the caller's own namespace.</param>
    /// <exception cref="ModuleException">The module is not loaded, or listening is not allowed.</exception>
    public static EventListener Open(NetworkNamespace? networkNamespace = null) =>
        networkNamespace is null ? OpenHere() : networkNamespace.Run(OpenHere);

    /// <summary>The events as they come, until cancelled.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ConnectionEvent> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[] buffer = new byte[MaxDatagramBytes];
        while (true)
        {
            int length;
            try
            {
                length = await _socket.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.NoBufferSpaceAvailable)
            {
                length = -1;
            }

            if (length < 0)
            {
                yield return new ConnectionEvent(DateTimeOffset.Now, ConnectionEventKind.Missed);
                continue;
            }

            foreach (ConnectionEvent happened in EventReader.Read(buffer.AsMemory(0, length), _family, DateTimeOffset.Now))
            {
                yield return happened;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static EventListener OpenHere()
    {
        int descriptor = LibC.socket(NetlinkFamily, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, GenericProtocol);
        if (descriptor < 0)
        {
            throw new ModuleException($"cannot open a netlink socket: {Marshal.GetPInvokeErrorMessage(LibC.errno)}");
        }

        var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        try
        {
            (ushort family, uint group) = Resolve(socket);
            Span<byte> membership = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(membership, group);
            socket.SetRawSocketOption(NetlinkLevel, AddMembership, membership);
            return new EventListener(socket, family);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new ModuleException(
                exception.SocketErrorCode == SocketError.AccessDenied
                    ? "listening to events takes root (CAP_NET_ADMIN in the network namespace)"
                    : $"cannot listen to events: {exception.Message}",
                exception);
        }
        catch (ModuleException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static (ushort Family, uint Group) Resolve(Socket socket)
    {
        socket.Send(Netlink.NamedRequest(Controller, GetFamily, version: 2, (ushort)FamilyAttribute.Name, "preserve"));
        byte[] buffer = new byte[MaxDatagramBytes];
        Netlink.Message answer = Netlink.Messages(buffer.AsMemory(0, socket.Receive(buffer))).First();
        if (answer.Type == ErrorType)
        {
            throw new ModuleNotLoadedException();
        }

        Dictionary<int, ReadOnlyMemory<byte>> family = answer.Attributes;
        foreach (ReadOnlyMemory<byte> description in Netlink.Attributes(family[(int)FamilyAttribute.Groups]).Values)
        {
            Dictionary<int, ReadOnlyMemory<byte>> group = Netlink.Attributes(description);
            if (Netlink.Text(group[(int)GroupAttribute.Name]) == "events")
            {
                return (
                    BinaryPrimitives.ReadUInt16LittleEndian(family[(int)FamilyAttribute.Id].Span),
                    BinaryPrimitives.ReadUInt32LittleEndian(group[(int)GroupAttribute.Id].Span));
            }
        }

        throw new ModuleException("the loaded module tells no events: the module and this program are of different versions");
    }
}
