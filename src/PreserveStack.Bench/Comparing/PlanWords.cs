// SPDX-License-Identifier: MIT
using System.Globalization;

namespace PreserveStack.Bench.Comparing;

/// <summary>The parameters of a run that change its figures, by their names in JSON.</summary>
internal static class PlanWords
{
    public static IReadOnlyDictionary<string, string> Of(BenchPlan plan) => new Dictionary<string, string>
    {
        ["duration_s"] = plan.Amount is null ? plan.DurationS.ToString(CultureInfo.InvariantCulture) : "",
        ["amount"] = plan.Amount?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["nagle"] = plan.Nagle.ToString(),
        ["calls"] = plan.Calls.ToString(),
        ["closes"] = plan.Closes.ToString(),
        ["retransmission_buffer"] = plan.RetransmissionBuffer?.ToString(CultureInfo.InvariantCulture) ?? "",
    };
}
