// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Hands out the key pair of the hour.</summary>
internal sealed class KeyRing : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private KeyAgreement? _current;
    private long _madeAt;

    /// <summary>The pair clients of this process use.</summary>
    internal static KeyRing Clients { get; } = new();

    internal KeyAgreement Current(TimeProvider time)
    {
        lock (_gate)
        {
            if (_current is null || time.GetElapsedTime(_madeAt) > Age)
            {
                // The old pair is not disposed of: a handshake may be using it. Its handle is released when nobody is.
                _current = new KeyAgreement();
                _madeAt = time.GetTimestamp();
            }

            return _current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current?.Dispose();
}
