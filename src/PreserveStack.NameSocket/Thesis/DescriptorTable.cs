// SPDX-License-Identifier: MIT
namespace PreserveStack.NameSocket;

/// <summary>Which descriptor stands for what; the lowest free number is given out first, as with files.</summary>
internal sealed class DescriptorTable
{
    private readonly Lock _gate = new();
    private readonly List<Descriptor?> _entries = [];

    internal int Add(Descriptor descriptor)
    {
        lock (_gate)
        {
            var free = _entries.IndexOf(null);
            if (free < 0)
            {
                free = _entries.Count;
                _entries.Add(null);
            }

            _entries[free] = descriptor;
            return free;
        }
    }

    internal Descriptor Get(int number)
    {
        lock (_gate)
        {
            return number >= 0 && number < _entries.Count && _entries[number] is { } descriptor
                ? descriptor
                : throw new ArgumentException($"{number} is not a namesocket");
        }
    }

    internal Descriptor Remove(int number)
    {
        lock (_gate)
        {
            var descriptor = Get(number);
            _entries[number] = null;
            return descriptor;
        }
    }
}
