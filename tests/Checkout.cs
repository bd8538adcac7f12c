// SPDX-License-Identifier: MIT
namespace PreserveStack;

/// <summary>The checkout the tests were built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "PreserveStack.sln"))
            ? folder
            : Find(Path.GetDirectoryName(folder.TrimEnd('/')) ?? throw new InvalidOperationException("not within a checkout"));
}
