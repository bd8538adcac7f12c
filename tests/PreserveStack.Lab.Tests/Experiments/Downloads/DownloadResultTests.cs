// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments.Downloads;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments.Downloads;

public class DownloadResultTests
{
    private const string Paths =
        """
        group mode dev weight effective state packets bytes
        default weighted tun1 1 500 up 10 14280
        default weighted tun2 1 500 up 20 28560

        """;

    [Fact]
    public void Goodput_is_that_of_the_whole_document()
    {
        var result = Multipath.Read(Multipath.Plan("proxies=2"), Multipath.Record(12_000, ("server.paths.end", Paths), ("client.stats.end", "ReorderHeld 3\n")));

        Assert.True(result.IsComplete);
        Assert.Equal(200, result.GoodputKBps, 6);
        Assert.Equal("200.00 kB/s", result.Headline);
        Assert.Equal([new PathShare("tun1", 10, 14280), new PathShare("tun2", 20, 28560)], result.Paths);
        Assert.Equal(3, result.Counters["client.ReorderHeld"]);
    }

    [Fact]
    public void An_incomplete_document_has_no_goodput()
    {
        var record = Records.Of(["""{"type":"fetched","status":200,"error":"ETIMEDOUT","bytes":1000,"expected":2400000,"changed":0,"last_ms":500,"largest_gap_ms":400}"""]);

        var result = Multipath.Read(Multipath.Plan("proxies=2"), record);

        Assert.False(result.IsComplete);
        Assert.Equal(0, result.GoodputKBps);
        Assert.Equal("incomplete, ETIMEDOUT", result.Headline);
    }

    [Theory]
    [InlineData("""{"type":"fetched","status":404,"error":"","bytes":3,"expected":3,"changed":3,"last_ms":5}""", "the web server answered with status 404")]
    [InlineData("""{"type":"sent"}""", "0 results of type 'fetched', not 1")]
    public void Another_answer_is_an_error(string line, string expected)
    {
        var error = Assert.Throws<MachineException>(() => Multipath.Read(Multipath.Plan("proxies=2"), Records.Of([line])));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_paths_without_its_columns_is_an_error()
        => Assert.Throws<MachineException>(() => Multipath.Read(Multipath.Plan("proxies=2"), Multipath.Record(1, ("server.paths.end", "what\n"))));

    [Theory]
    [InlineData("1:1", 3, new[] { 1, 1, 1 })]
    [InlineData("1:5", 3, new[] { 1, 5, 5 })]
    [InlineData("1:2:3", 4, new[] { 1, 2, 3, 3 })]
    [InlineData("7", 2, new[] { 7, 7 })]
    public void The_last_weight_stands_for_the_rest(string text, int paths, int[] expected) => Assert.Equal(expected, PathWeights.Of(text, paths));
}
