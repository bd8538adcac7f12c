// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Hands out the key pair of the hour, and remembers the one before.</summary>
internal sealed class KeyRing : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private KeyAgreement? _current;
    private KeyAgreement? _previous;
    private long _madeAt;

    /// <summary>The pair clients of this process use.</summary>
    internal static KeyRing Clients { get; } = new();

    internal KeyAgreement Current(TimeProvider time)
    {
        lock (_gate)
        {
            if (_current is null || _current.IsUsedUp || time.GetElapsedTime(_madeAt) > Age)
            {
                // The old pair is not disposed of: a handshake may be using it. Its handle is released when nobody is.
                _previous = _current;
                _current = new KeyAgreement();
                _madeAt = time.GetTimestamp();
            }

            return _current;
        }
    }

    /// <summary>The pair with this name, if it is the current one or the one before.</summary>
    internal KeyAgreement? Find(ReadOnlySpan<byte> id, TimeProvider time)
    {
        var current = Current(time);
        lock (_gate)
        {
            return id.SequenceEqual(current.Id) ? current : _previous is not null && id.SequenceEqual(_previous.Id) ? _previous : null;
        }
    }

    /// <summary>For how long the current pair will at least be found.</summary>
    internal TimeSpan Remaining(TimeProvider time)
    {
        lock (_gate)
        {
            return (2 * Age) - time.GetElapsedTime(_madeAt);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current?.Dispose();
        _previous?.Dispose();
    }
}
