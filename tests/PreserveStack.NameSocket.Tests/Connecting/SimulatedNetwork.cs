// SPDX-License-Identifier: MIT
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting;
using PreserveStack.NameSocket.Connecting.Addresses;
using PreserveStack.NameSocket.Connecting.Names;
using PreserveStack.NameSocket.Connecting.Racing;
using PreserveStack.NameSocket.Connecting.Srv;
using Xunit;

namespace PreserveStack.NameSocket.Tests.Connecting;

/// <summary>Names, routes and peers in simulated time. Peers that are not mentioned never answer.</summary>
internal sealed class SimulatedNetwork : IAddressResolver, ISrvResolver, ISourceAddresses, ISocketConnector
{
    private readonly Dictionary<(string Name, AddressFamily Family), (int Delay, SocketError Error, string[] Addresses)> _names = [];
    private readonly Dictionary<string, (int Delay, bool Accepts)> _peers = [];
    private readonly Dictionary<string, SrvAnswer> _services = [];
    private readonly HashSet<string> _unreachable = [];

    public SimulatedTime Time { get; } = new();

    /// <summary>What was tried: "milliseconds endpoint".</summary>
    public List<string> Attempts { get; } = [];

    /// <summary>What was looked up: "milliseconds name family".</summary>
    public List<string> Lookups { get; } = [];

    public List<string> Cancelled { get; } = [];

    public List<Socket> Sockets { get; } = [];

    public bool IgnoresCancellation { get; set; }

    public NameConnectorOptions Options { get; set; } = new();

    public SimulatedNetwork IPv6(string name, int delay, params string[] addresses) =>
        Name(name, AddressFamily.InterNetworkV6, delay, addresses.Length == 0 ? SocketError.HostNotFound : SocketError.Success, addresses);

    public SimulatedNetwork IPv4(string name, int delay, params string[] addresses) =>
        Name(name, AddressFamily.InterNetwork, delay, addresses.Length == 0 ? SocketError.HostNotFound : SocketError.Success, addresses);

    public SimulatedNetwork Name(string name, AddressFamily family, int delay, SocketError error, params string[] addresses)
    {
        _names[(name, family)] = (delay, error, addresses);
        return this;
    }

    public SimulatedNetwork Accepting(string endPoint, int delay) => Peer(endPoint, delay, true);

    public SimulatedNetwork Refusing(string endPoint, int delay) => Peer(endPoint, delay, false);

    public SimulatedNetwork Unreachable(string address)
    {
        _unreachable.Add(address);
        return this;
    }

    public SimulatedNetwork Service(string name, params SrvRecord[] records) =>
        Service(name, new SrvAnswer(records, SrvAnswer.None.Addresses));

    public SimulatedNetwork Service(string name, SrvAnswer answer)
    {
        _services[name] = answer;
        return this;
    }

    public Task<Socket> ConnectAsync(string host, string service, string[]? known = null, CancellationToken cancellationToken = default)
    {
        var connector = new NameConnector(Options with { TimeProvider = Time }, this, this, this, this);
        IPEndPoint[] endPoints = [.. (known ?? []).Select(IPEndPoint.Parse)];
        return Time.RunAsync(() => connector.ConnectAsync(host, service, endPoints, cancellationToken));
    }

    public async Task<NameConnectException> FailAsync(string host, string service, params string[] known) =>
        await Assert.ThrowsAsync<NameConnectException>(() => ConnectAsync(host, service, known));

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, AddressFamily family, CancellationToken cancellationToken)
    {
        Lookups.Add($"{Now} {name} {(family == AddressFamily.InterNetworkV6 ? "AAAA" : "A")}");
        (int delay, SocketError error, string[] addresses) = _names.GetValueOrDefault((name, family), (0, SocketError.HostNotFound, []));
        await Wait(delay, cancellationToken);
        return error == SocketError.Success ? [.. addresses.Select(IPAddress.Parse)] : throw new SocketException((int)error);
    }

    public Task<SrvAnswer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        Lookups.Add($"{Now} {name} SRV");
        return Task.FromResult(_services.GetValueOrDefault(name, SrvAnswer.None));
    }

    public AddressPair For(IPAddress destination) =>
        new(destination, _unreachable.Contains(destination.ToString()) ? null : destination);

    public async Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        Attempts.Add($"{Now} {endPoint}");
        try
        {
            (int delay, bool accepts) = _peers.GetValueOrDefault(endPoint.ToString(), (int.MaxValue, false));
            await Wait(delay, IgnoresCancellation ? default : cancellationToken);
            var socket = accepts
                ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                : throw new SocketException((int)SocketError.ConnectionRefused);
            Sockets.Add(socket);
            return socket;
        }
        catch (OperationCanceledException)
        {
            Cancelled.Add($"{Now} {endPoint}");
            throw;
        }
    }

    private long Now => (long)Time.Elapsed.TotalMilliseconds;

    private SimulatedNetwork Peer(string endPoint, int delay, bool accepts)
    {
        _peers[endPoint] = (delay, accepts);
        return this;
    }

    private Task Wait(int delay, CancellationToken cancellationToken) =>
        delay == 0 ? Task.CompletedTask : Time.WaitAsync(TimeSpan.FromMilliseconds(delay), cancellationToken);
}
