// SPDX-License-Identifier: MIT
using PreserveStack.Lab.Experiments;

namespace PreserveStack.Lab.Tests.Experiments;

/// <summary>Records as machines leave them.</summary>
internal static class Records
{
    public const string Sent =
        """{"type":"sent","connections":1,"established":1,"complete":1,"error":"","accepted":5000,"last_write_ms":9990.5}""";

    public const string Received =
        """{"type":"received","connections":1,"established":1,"complete":1,"error":"","delivered":4000,"received":5000,"changed":0,"first_ms":30.5,"last_ms":9999.25,"final_ms":9999.25,"largest_gap_ms":377.25,"gaps":[[3010.000,3387.250],[9100.000,9140.500]]}""";

    public const string Cut = """{"type":"event","label":"cut link1","ms":3000.050,"end_ms":3010.000,"status":0}""";

    public const string Migration =
        """{"type":"migration","host":"client","ms":3320.050,"count":1,"cause":"rto","pair":"2001:db8:2::c 2001:db8:12::5"}""";

    public const string Table =
        """
        id role state local lport remote rport cur_local cur_remote pairs migrations followed cause since_ms
        1 initiator established 2001:db8:1::c 40000 2001:db8:11::5 5001 2001:db8:2::c 2001:db8:12::5 4 1 0 rto 6579

        """;

    public static RunRecord Of(IEnumerable<string> lines, params (string Name, string Text)[] files)
        => new(string.Join('\n', lines) + "\n", files.ToDictionary(file => file.Name, file => file.Text), "");

    public static TransferResult Read(RunPlan plan, RunRecord record) => RunRecordReader.Read(plan, Failover.Job(plan).Variant, record);
}
