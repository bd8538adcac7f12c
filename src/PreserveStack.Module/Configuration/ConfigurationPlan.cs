// SPDX-License-Identifier: MIT
using System.Globalization;
using PreserveStack.Module.Paths;
using PreserveStack.Module.Sysctls;
using PreserveStack.Module.Tables;

namespace PreserveStack.Module.Configuration;

/// <summary>
/// The way from what is in force to what is wanted. Nobody sees half a configuration at work: what is switched off is so
/// before its settings and paths change, and what is switched on is so after they did.
/// </summary>
public sealed class ConfigurationPlan
{
    private readonly List<IConfigurationStep> _steps = [];

    private ConfigurationPlan(IReadOnlyList<ConfigurationChange> changes) => Changes = changes;

    /// <summary>The differences; empty when there is nothing to do.</summary>
    public IReadOnlyList<ConfigurationChange> Changes { get; }

    /// <summary>Makes the plan.</summary>
    /// <param name="running">What is in force.</param>
    /// <param name="wanted">What is wanted, as <see cref="ConfigurationReader"/> checked it.</param>
    public static ConfigurationPlan For(RunningConfiguration running, WantedConfiguration wanted)
    {
        SettingStep[] settings =
        [
            .. wanted.Settings.Select(setting => new SettingStep(setting.Entry, running.ValueOf(setting.Entry)!, setting.Value))
                .Where(step => step.From != step.To),
        ];
        ConfigurationChange[] paths = wanted.Groups is null ? [] : [.. PathChanges(running.Groups, wanted.Groups)];
        var plan = new ConfigurationPlan([.. settings.Select(step => ConfigurationChange.Of(step.Entry.Key, step.From, step.To)), .. paths]);
        SettingStep[] switches = [.. settings.Where(step => step.Entry.IsSwitch)];
        plan._steps.AddRange(switches.Where(step => step.To == "0"));
        plan._steps.AddRange(settings.Where(step => !step.Entry.IsSwitch && !OptionTypes.IsOne(step.Entry)));
        plan._steps.AddRange(TypeSteps(running, wanted));
        if (paths.Length > 0)
        {
            plan._steps.Add(new PathsStep(running.Groups, wanted.Groups!));
        }

        // The catalog has the whole before its parts: they go off in that order, and on in the other.
        plan._steps.AddRange(switches.Where(step => step.To != "0").Reverse());
        return plan;
    }

    /// <summary>Does it. When the kernel refuses something, all that was written before is put back.</summary>
    /// <param name="module">The module in the network namespace that the plan was made for.</param>
    /// <exception cref="ModuleException">What was refused and why, and what became of the rest.</exception>
    public void Apply(PreserveModule module)
    {
        var done = new Stack<IConfigurationStep>();
        foreach (IConfigurationStep step in _steps)
        {
            try
            {
                step.Do(module);
                done.Push(step);
            }
            catch (ModuleException exception)
            {
                throw new ModuleException($"{exception.Message}; {PutBack(module, done)}", exception);
            }
        }
    }

    private static string PutBack(PreserveModule module, Stack<IConfigurationStep> done)
    {
        if (done.Count == 0)
        {
            return "nothing was changed";
        }

        var failures = new List<string>();
        foreach (IConfigurationStep step in done)
        {
            try
            {
                step.Undo(module);
            }
            catch (ModuleException exception)
            {
                failures.Add($"{step.Name} ({exception.Message})");
            }
        }

        return failures.Count == 0
            ? "all that was changed before it was put back"
            : $"what was changed before it was put back, except: {string.Join(", ", failures)}";
    }

    private static IEnumerable<SettingStep> TypeSteps(RunningConfiguration running, WantedConfiguration wanted) =>
        running.ValueOf(SysctlCatalog.Find(OptionTypes.Syn)) is { } syn && running.ValueOf(SysctlCatalog.Find(OptionTypes.Ack)) is { } ack
            ? OptionTypes.Steps(syn, ack, wanted.ValueOf(OptionTypes.Syn, running)!, wanted.ValueOf(OptionTypes.Ack, running)!)
            : [];

    private static IEnumerable<ConfigurationChange> PathChanges(IReadOnlyList<PathGroup> running, IReadOnlyList<PathGroup> wanted)
    {
        foreach (string name in running.Concat(wanted).Select(group => group.Name).Distinct())
        {
            PathGroup? old = running.FirstOrDefault(group => group.Name == name);
            PathGroup? @new = wanted.FirstOrDefault(group => group.Name == name);
            if (old?.Mode != @new?.Mode)
            {
                yield return ConfigurationChange.Of($"paths.{name}.mode", Text(old?.Mode), Text(@new?.Mode));
            }

            string[] devices = [.. (old?.Paths ?? []).Concat(@new?.Paths ?? []).Select(path => path.Device).Distinct()];
            foreach (string device in devices.Where(device => old?.Find(device) != @new?.Find(device)))
            {
                yield return ConfigurationChange.Of($"paths.{name}.devices.{device}", Text(old?.Find(device)?.Weight), Text(@new?.Find(device)?.Weight));
            }

            string before = Order(old, @new);
            string after = Order(@new, old);
            if (before != after)
            {
                yield return ConfigurationChange.Of($"paths.{name}.order", before, after);
            }
        }
    }

    // Of the devices that both have.
    private static string Order(PathGroup? group, PathGroup? other) =>
        string.Join(' ', (group?.Paths ?? []).Where(path => other?.Find(path.Device) is not null).Select(path => path.Device));

    private static string? Text(uint? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(PathMode? mode) => mode is null ? null : PathRules.NameOf(mode.Value);
}
