// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Images;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Machines;

public sealed class LabCacheTests
{
    [Fact]
    public async Task A_folder_is_made_once_however_many_ask()
    {
        using var folder = new TemporaryFolder();
        int made = 0;
        Task<string>[] asked = [.. Enumerable.Range(0, 5).Select(_ => new LabCache(folder.Path).GetAsync(
            "images/key",
            async (directory, token) =>
            {
                Interlocked.Increment(ref made);
                await Task.Delay(50, token);
                await File.WriteAllTextAsync(Path.Combine(directory, "image"), "content", token);
            },
            CancellationToken.None))];
        string[] folders = await Task.WhenAll(asked);
        Assert.Equal(1, made);
        Assert.Single(folders.Distinct());
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(folders[0], "image")));
    }

    [Fact]
    public async Task What_failed_half_way_is_not_there()
    {
        using var folder = new TemporaryFolder();
        var cache = new LabCache(folder.Path);
        await Assert.ThrowsAsync<MachineException>(() => cache.GetAsync(
            "images/key",
            (directory, _) =>
            {
                File.WriteAllText(Path.Combine(directory, "half"), "half");
                throw new MachineException("no space");
            },
            CancellationToken.None));
        string second = await cache.GetAsync("images/key", (_, _) => Task.CompletedTask, CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(second));
    }

    [Fact]
    public async Task Folders_that_nobody_used_for_days_are_pruned()
    {
        using var folder = new TemporaryFolder();
        var cache = new LabCache(folder.Path);
        string old = await cache.GetAsync("images/old", (_, _) => Task.CompletedTask, CancellationToken.None);
        string used = await cache.GetAsync("images/used", (_, _) => Task.CompletedTask, CancellationToken.None);
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-4));
        Directory.SetLastWriteTimeUtc(used, DateTime.UtcNow.AddDays(-4));
        await cache.GetAsync("images/used", (_, _) => Task.CompletedTask, CancellationToken.None);
        cache.Prune("images");
        Assert.False(Directory.Exists(old));
        Assert.True(Directory.Exists(used));
    }
}
