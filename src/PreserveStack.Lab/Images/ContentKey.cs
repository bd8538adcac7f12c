// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PreserveStack.Lab.Images;

/// <summary>A short name for everything a cached thing is made of: equal inputs, equal key.</summary>
public sealed class ContentKey : IDisposable
{
    private const int Digits = 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text. Its length is part of the key: ("ab", "c") differs from ("a", "bc").</summary>
    public ContentKey Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Adds bytes, with their length.</summary>
    public ContentKey Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(bytes.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>Adds the content of a file; a missing one counts as such.</summary>
    public ContentKey AddFile(string path) =>
        File.Exists(path) ? Add(File.ReadAllBytes(path)) : Add("missing");

    /// <summary>Adds relative names and contents of files.</summary>
    public ContentKey AddFiles(string directory, IEnumerable<string> relativePaths)
    {
        ArgumentNullException.ThrowIfNull(relativePaths);
        foreach (string path in relativePaths)
        {
            Add(path).AddFile(Path.Combine(directory, path));
        }

        return this;
    }

    /// <summary>The key so far, in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash())[..Digits];

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
