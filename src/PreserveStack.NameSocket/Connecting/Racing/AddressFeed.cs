// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Addresses;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>
/// The addresses of one target, looked up in both families at once and handed out in the order of RFC 8305 sections 3
/// and 4. One caller at a time.
/// </summary>
internal sealed class AddressFeed
{
    // Whoever can answer for a name could otherwise make this host try thousands of addresses.
    internal const int MaxAddressesPerFamily = 64;

    private readonly NameTarget _target;
    private readonly RaceSetting _setting;
    private readonly CancellationToken _cancellationToken;
    private readonly Task<AddressAnswer> _ipv6Lookup;
    private readonly Task<AddressAnswer> _ipv4Lookup;
    private readonly HashSet<IPAddress> _seen = [];
    private AddressAnswer? _ipv6;
    private AddressAnswer? _ipv4;
    private Task? _resolutionDelay;
    private IReadOnlyList<AddressPair> _waiting = [];
    private AddressFamily? _lastFamily;

    public AddressFeed(NameTarget target, RaceSetting setting, CancellationToken cancellationToken)
    {
        _target = target;
        _setting = setting;
        _cancellationToken = cancellationToken;
        _ipv6Lookup = LookUpAsync(AddressFamily.InterNetworkV6, target.IPv6);
        _ipv4Lookup = LookUpAsync(AddressFamily.InterNetwork, target.IPv4);
    }

    /// <summary>True when nothing more will come.</summary>
    public bool IsComplete => _ipv6 is not null && _ipv4 is not null && _waiting.Count == 0;

    /// <summary>Why one of the look-ups had no answer, or null.</summary>
    public SocketException? Unanswered => new[] { _ipv6, _ipv4 }.FirstOrDefault(answer => answer is { IsCertain: false })?.Error;

    /// <summary>What <see cref="Collect"/> is worth calling after.</summary>
    public IEnumerable<Task> Pending
    {
        get
        {
            if (_ipv6 is null)
            {
                yield return _ipv6Lookup;
            }

            if (_ipv4 is null)
            {
                yield return _ipv4Lookup;
            }

            if (_ipv6 is null && _resolutionDelay is { IsCompleted: false })
            {
                yield return _resolutionDelay;
            }
        }
    }

    /// <summary>Takes in the answers that have come.</summary>
    public void Collect()
    {
        if (_ipv6 is null && _ipv6Lookup.IsCompleted)
        {
            _ipv6 = _ipv6Lookup.GetAwaiter().GetResult();
            Add(_ipv6);
        }

        if (_ipv4 is null && _ipv4Lookup.IsCompleted)
        {
            _ipv4 = _ipv4Lookup.GetAwaiter().GetResult();
            Add(_ipv4);
            if (_ipv6 is null)
            {
                _resolutionDelay = Task.Delay(_setting.Options.ResolutionDelay, _setting.Options.TimeProvider, _cancellationToken);
            }
        }
    }

    /// <summary>The next address to try: the best one that is not of the family tried last, or the best one.</summary>
    public bool TryTake([NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        bool isOpen = _ipv6 is not null || _resolutionDelay is { IsCompleted: true };
        if (!isOpen || _waiting.Count == 0)
        {
            return false;
        }

        // Families alternate, but an unreachable address never comes before a reachable one.
        AddressPair best = _waiting[0];
        AddressPair next = _waiting.FirstOrDefault(pair => pair.Destination.AddressFamily != _lastFamily, best);
        if (next.Source is null && best.Source is not null)
        {
            next = best;
        }

        _waiting = [.. _waiting.Where(pair => pair != next)];
        _lastFamily = next.Destination.AddressFamily;
        endPoint = new IPEndPoint(next.Destination, _target.Port);
        return true;
    }

    private void Add(AddressAnswer answer) =>
        _waiting = DestinationOrder.Sort(
            [.. _waiting, .. answer.Addresses.Where(_seen.Add).Select(_setting.Sources.For)]);

    private async Task<AddressAnswer> LookUpAsync(AddressFamily family, IReadOnlyList<IPAddress>? known)
    {
        try
        {
            IReadOnlyList<IPAddress> addresses =
                known ?? await _setting.Resolver.ResolveAsync(_target.Host, family, _cancellationToken).ConfigureAwait(false);

            // For its own name a host is told all its addresses, whatever the family asked for.
            return new AddressAnswer(
                [.. addresses.Where(address => address.AddressFamily == family).Take(MaxAddressesPerFamily).Select(AddressForm.Unmapped)]);
        }
        catch (SocketException exception)
        {
            return new AddressAnswer([], exception);
        }
    }
}
