// SPDX-License-Identifier: MIT
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using PreserveStack.NameSocket.Connecting.Addresses;

namespace PreserveStack.NameSocket.Connecting.Racing;

/// <summary>
/// All that can be tried: the addresses of the targets, one target after the other, and endpoints known before, which
/// need not wait for any look-up. They take turns. One caller at a time.
/// </summary>
internal sealed class CandidateFeed
{
    private readonly Task<IReadOnlyList<NameTarget>> _lookup;
    private readonly RaceSetting _setting;
    private readonly CancellationToken _cancellationToken;
    private readonly Queue<IPEndPoint> _known;
    private readonly HashSet<IPEndPoint> _taken = [];
    private Queue<NameTarget>? _targets;
    private AddressFeed? _current;
    private bool _knownIsNext;

    public CandidateFeed(
        Task<IReadOnlyList<NameTarget>> lookup,
        IEnumerable<IPEndPoint> known,
        RaceSetting setting,
        CancellationToken cancellationToken)
    {
        _lookup = lookup;
        _known = new(known.Select(endPoint => new IPEndPoint(endPoint.Address.Unmapped(), endPoint.Port)));
        _setting = setting;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Why there are no targets, or null.</summary>
    public NameConnectException? LookupFailure { get; private set; }

    /// <summary>Why the addresses of a target could not be looked up, or null.</summary>
    public SocketException? Unanswered { get; private set; }

    /// <summary>True when nothing more will come.</summary>
    public bool IsComplete => _known.Count == 0 && _targets is { Count: 0 } && _current is null;

    /// <summary>What <see cref="Collect"/> is worth calling after.</summary>
    public IEnumerable<Task> Pending => _targets is null ? [_lookup] : _current?.Pending ?? [];

    /// <summary>Takes in what was looked up, and begins to look up what is needed next.</summary>
    public void Collect()
    {
        if (_targets is null && _lookup.IsCompleted)
        {
            TakeTargets();
        }

        while (true)
        {
            _current?.Collect();
            if (_current is { IsComplete: false } || _targets is null or { Count: 0 } && _current is null)
            {
                return;
            }

            Unanswered ??= _current?.Unanswered;
            _current = _targets!.TryDequeue(out NameTarget? target) ? new(target, _setting, _cancellationToken) : null;
        }
    }

    /// <summary>The next endpoint to try, if there is one yet.</summary>
    public bool TryTake([NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        while (TryTakeAny(out endPoint))
        {
            if (_taken.Add(endPoint))
            {
                return true;
            }
        }

        return false;
    }

    private void TakeTargets()
    {
        try
        {
            _targets = new(_lookup.GetAwaiter().GetResult());
        }
        catch (NameConnectException exception)
        {
            LookupFailure = exception;
            _targets = new();
        }
    }

    private bool TryTakeAny([NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        if (!_knownIsNext && _current is not null && _current.TryTake(out endPoint))
        {
            _knownIsNext = true;
            return true;
        }

        if (_known.TryDequeue(out endPoint))
        {
            _knownIsNext = false;
            return true;
        }

        return _current is not null && _current.TryTake(out endPoint);
    }
}
