// SPDX-License-Identifier: MIT
using System.Text;
using PreserveStack.Lab.Experiments;
using PreserveStack.Lab.Machines;
using Xunit;

namespace PreserveStack.Lab.Tests.Experiments;

public class RunRecordTests
{
    private static readonly RunPlan Plan = Failover.Plans("peer=preserve", "cut=silent", "seed=1")[0];

    [Fact]
    public void A_record_is_read_into_a_result()
    {
        var record = Records.Of(
            ["noise", """{"type":"environment","key":"kernel","value":"6.1.0"}""", Records.Migration, Records.Cut, Records.Sent, Records.Received],
            ("received.csv", "ms,bytes\n30.500,1428\n9999.250,5000\n"),
            ("client.connections.before", Records.Table),
            ("server.connections.before", Records.Table.Replace("initiator", "responder", StringComparison.Ordinal)
                .Replace("4 1 0 rto", "4 0 1 followed", StringComparison.Ordinal)),
            ("client.stats.end", "SynSent 1\nFollowed 0\n"));

        var result = Records.Read(Plan, record);

        Assert.Equal(377.25, result.LargestGapMs);
        Assert.Null(result.SecondGapMs);
        Assert.Null(result.ResponseMs);
        Assert.Equal(4000, result.DeliveredBytes);
        Assert.Equal(0, result.LostBytes);
        Assert.Equal(1, result.Migrations);
        Assert.Equal(1, result.Followed);
        Assert.Equal(320, result.MigrationMs!.Value, 3);
        Assert.Equal(["cut", "migration"], result.Events.Select(happening => happening.Kind));
        Assert.Equal([new ReceivedSample(0, 0), new ReceivedSample(30.5, 1428), new ReceivedSample(9999.25, 5000)], result.Samples);
        Assert.Equal(new Dictionary<string, long> { ["client.SynSent"] = 1 }, result.Counters);
        Assert.Equal("6.1.0", result.Environment["kernel"]);
    }

    [Fact]
    public void Gaps_count_for_the_cut_before_them()
    {
        var plan = Failover.Plans("peer=preserve", "cut=silent", "seed=1", "variant=second-cut")[0];

        var result = Records.Read(plan, Records.Of([Records.Sent, Records.Received]));

        Assert.Equal(377.25, result.LargestGapMs);
        Assert.Equal(40.5, result.SecondGapMs!.Value, 3);
    }

    /// <summary>Two bytes that had passed the cut, then silence, and a longer one that has nothing to do with it.</summary>
    [Fact]
    public void The_next_byte_is_the_one_after_the_silence_that_the_cut_began()
    {
        var plan = Failover.Plans("peer=preserve", "cut=silent", "seed=1")[0];
        var record = Records.Of(
            [Records.Cut, Records.Sent, Records.Received],
            ("received.csv", "ms,bytes\n2995.000,3000\n3005.000,3001\n3010.000,3002\n3091.500,3100\n3200.000,3200\n9000.000,7000\n"));

        var result = Records.Read(plan, record);

        Assert.Equal(3091.5 - result.Events[0].Ms, result.ResumeMs!.Value, 3);
    }

    [Fact]
    public void A_transfer_that_ends_with_the_cut_has_no_next_byte()
    {
        var record = Records.Of([Records.Cut, Records.Sent, Records.Received], ("received.csv", "ms,bytes\n2990.000,3000\n3010.000,3001\n"));

        Assert.Null(Records.Read(Plan, record).ResumeMs);
    }

    [Fact]
    public void The_outage_counts_time_in_which_data_trickle()
    {
        var plan = Failover.Plans("peer=tcp", "cut=silent", "seed=1")[0];
        var record = Records.Of(
            [Records.Cut, Records.Sent, Records.Received],
            ("received.csv", "ms,bytes\n3000.000,3000\n3500.000,3001\n4000.050,3002\n8000.000,7000\n10000.000,9000\n"));

        Assert.Equal(1000, Records.Read(plan, record).OutageMs!.Value, 0.1);
    }

    [Fact]
    public void A_transfer_that_never_goes_on_has_no_outage_to_tell()
    {
        var record = Records.Of([Records.Cut, Records.Sent, Records.Received], ("received.csv", "ms,bytes\n3000.000,3000\n"));

        Assert.Null(Records.Read(Plan, record).OutageMs);
    }

    [Fact]
    public void What_was_accepted_and_never_came_is_lost()
    {
        var sent = Records.Sent.Replace("\"accepted\":5000", "\"accepted\":9000", StringComparison.Ordinal)
            .Replace("\"error\":\"\"", "\"error\":\"ETIMEDOUT\"", StringComparison.Ordinal);

        var result = Records.Read(Plan, Records.Of([sent, Records.Received]));

        Assert.Equal(4000, result.LostBytes);
        Assert.Equal("ETIMEDOUT", result.Error);
    }

    [Fact]
    public void The_last_write_of_an_idle_stream_has_a_response_time()
    {
        var plan = Failover.Plans("peer=tcp", "cut=silent", "seed=1", "stream=idle")[0];

        Assert.Equal(8.75, Records.Read(plan, Records.Of([Records.Sent, Records.Received])).ResponseMs!.Value, 3);
    }

    [Fact]
    public void Missing_and_failed_parts_are_errors()
    {
        var failed = Records.Cut.Replace("\"status\":0", "\"status\":1", StringComparison.Ordinal);

        Assert.Throws<MachineException>(() => Records.Read(Plan, Records.Of([Records.Sent])));
        Assert.Throws<MachineException>(() => Records.Read(Plan, Records.Of([Records.Sent, Records.Received, Records.Received])));
        var error = Assert.Throws<MachineException>(() => Records.Read(Plan, Records.Of([failed, Records.Sent, Records.Received])));
        Assert.Contains("'cut link1' failed in the machine with status 1", error.Message, StringComparison.Ordinal);
        Assert.Throws<MachineException>(() => Records.Read(Plan, Records.Of([Records.Sent, Records.Received], ("client.stats.end", "what"))));
    }

    [Fact]
    public void A_saved_record_is_the_same_when_loaded()
    {
        var folder = Directory.CreateTempSubdirectory("record");
        try
        {
            var path = Path.Combine(folder.FullName, "run");
            var record = Records.Of([Records.Sent, Records.Received], ("received.csv", "ms,bytes\n"));

            Assert.Null(RunRecord.Load(path));
            record.Save(path);
            record.Save(path);
            var loaded = RunRecord.Load(path);

            Assert.NotNull(loaded);
            Assert.Equal(record.Lines, loaded.Lines);
            Assert.Equal(record.Files, loaded.Files);
            Assert.Equal("run", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder.FullName))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(3, "", "status 3: no message")]
    [InlineData(0, "ip: what?\n", "status 0: ip: what?")]
    public void A_job_that_failed_has_no_record(int status, string error, string expected)
    {
        var result = new GuestResult(status, "", error, new Dictionary<string, ReadOnlyMemory<byte>>(), "");

        Assert.Contains(expected, Assert.Throws<MachineException>(() => RunRecord.From(Plan, result)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_job_are_texts_of_its_record()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>> { ["received.csv"] = Encoding.UTF8.GetBytes("ms,bytes\n") };

        Assert.Equal("ms,bytes\n", RunRecord.From(Plan, new GuestResult(0, "", "", files, "")).Files["received.csv"]);
    }
}
