// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;

namespace PreserveStack.Cli.Testing;

/// <summary>What passed in earlier runs of the whole matrix. The scenarios write and read it.</summary>
internal static class TestMemory
{
    /// <summary>Its folder in the cache.</summary>
    public const string Folder = "test-results";

    /// <summary>Forgets all of it.</summary>
    public static void Forget()
    {
        string path = Path.Combine(LabPaths.Find().Cache, Folder);
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
