// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Module.Sysctls;

namespace PreserveStack.Module.Configuration;

/// <summary>
/// The numbers of the two options. The kernel refuses equal ones, also for a moment: which is written first depends on
/// what there is, and two that change places need a third number in between.
/// </summary>
internal static class OptionTypes
{
    public const string Syn = "prefix_syn_type";
    public const string Ack = "prefix_ack_type";

    public static bool IsOne(SysctlEntry entry) => entry.Key is Syn or Ack;

    public static IEnumerable<SettingStep> Steps(string syn, string ack, string wantedSyn, string wantedAck)
    {
        SysctlEntry synEntry = SysctlCatalog.Find(Syn);
        SysctlEntry ackEntry = SysctlCatalog.Find(Ack);
        if (wantedSyn == ack && wantedAck == syn)
        {
            string spare = Enumerable.Range((int)synEntry.Minimum, 3).Select(number => number.ToString(CultureInfo.InvariantCulture)).First(number => number != syn && number != ack);
            yield return new SettingStep(synEntry, syn, spare);
            syn = spare;
        }

        var synStep = new SettingStep(synEntry, syn, wantedSyn);
        var ackStep = new SettingStep(ackEntry, ack, wantedAck);
        foreach (SettingStep step in wantedSyn == ack ? [ackStep, synStep] : new[] { synStep, ackStep })
        {
            if (step.From != step.To)
            {
                yield return step;
            }
        }
    }
}
