// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>A directory (or one file) of the host for the image.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Excluded">Names of entries that are left out, at any depth.</param>
public sealed record ImageTree(string Path, IReadOnlyList<string> Excluded);
