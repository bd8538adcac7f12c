// SPDX-License-Identifier: MIT
using System.Globalization;
using System.Text.RegularExpressions;

namespace PreserveStack.Scenarios;

/// <summary>How long a scenario took in its machine's time: it says so at its end (lib.sh).</summary>
public static partial class ScenarioClock
{
    private const int MsInASecond = 1000;
    private const int MarginPercent = 30;
    private const int Percent = 100;

    /// <summary>Milliseconds; null when the output does not tell.</summary>
    public static long? Milliseconds(string output)
        => Took().Match(output) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;

    /// <summary>What is wrong with the time that a run took; null when nothing is.</summary>
    /// <param name="run">The run.</param>
    /// <param name="milliseconds">What it took.</param>
    public static string? Complaint(ScenarioRun run, long? milliseconds)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (milliseconds is not { } took || run.Seconds is not { } seconds || took <= (long)seconds * MsInASecond || ScenarioMachine.IsRealTime(run.Machine))
        {
            return null;
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"took {took / (double)MsInASecond:0.0} simulated seconds, and its head says '# seconds: {run.Scenario.Seconds}': make it shorter, or declare {WithMargin(took)}");
    }

    /// <summary>What to declare for a run that took so long.</summary>
    public static long WithMargin(long milliseconds) => 1 + (milliseconds * (Percent + MarginPercent) / Percent / MsInASecond);

    [GeneratedRegex(@"^# took ([0-9]{1,12}) ms$", RegexOptions.Multiline)]
    private static partial Regex Took();
}
