// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;

namespace PreserveStack.Lab.Tests;

/// <summary>The checkout that the tests belong to.</summary>
internal static class Checkout
{
    public static string Root { get; } = LabPaths.Find().Root;
}
