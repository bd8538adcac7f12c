// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class ContentKeyTests
{
    [Fact]
    public void Equal_inputs_make_equal_keys() => Assert.Equal(KeyOf("kernel", "config"), KeyOf("kernel", "config"));

    [Fact]
    public void Where_one_input_ends_matters() => Assert.NotEqual(KeyOf("ab", "c"), KeyOf("a", "bc"));

    [Fact]
    public void The_order_matters() => Assert.NotEqual(KeyOf("a", "b"), KeyOf("b", "a"));

    [Fact]
    public void A_file_counts_by_its_content_and_by_being_there()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("source.c");
        string missing = KeyOfFile(path);
        File.WriteAllText(path, "int a;");
        string before = KeyOfFile(path);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        Assert.Equal(before, KeyOfFile(path));
        File.WriteAllText(path, "int b;");
        Assert.NotEqual(before, KeyOfFile(path));
        Assert.NotEqual(before, missing);
    }

    [Fact]
    public void A_key_is_a_file_name()
    {
        string key = KeyOf("x");
        Assert.Matches("^[0-9a-f]{20}$", key);
    }

    private static string KeyOf(params string[] parts)
    {
        using var key = new ContentKey();
        foreach (string part in parts)
        {
            key.Add(part);
        }

        return key.ToString();
    }

    private static string KeyOfFile(string path)
    {
        using var key = new ContentKey();
        return key.AddFile(path).ToString();
    }
}
