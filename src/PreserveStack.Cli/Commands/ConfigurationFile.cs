// SPDX-License-Identifier: MIT
using System.CommandLine;
using System.Text.Json;
using PreserveStack.Cli.Output;
using PreserveStack.Module.Configuration;

namespace PreserveStack.Cli.Commands;

/// <summary>What the commands that read a configuration file have in common.</summary>
internal static class ConfigurationFile
{
    public static Argument<string> Argument() => new("FILE")
    {
        Description = "A YAML file, see preserve.conf(5); /dev/stdin works too",
    };

    /// <summary>Reads and checks a file, and compares it with what is in force.</summary>
    public static ConfigurationPlan Plan(string file, Module.PreserveModule module)
    {
        using var text = new StringReader(Read(file));
        RunningConfiguration running = module.ReadConfiguration();
        return ConfigurationPlan.For(running, ConfigurationReader.Read(file, text, running));
    }

    public static void Report(TextWriter output, ConfigurationPlan plan, bool applied, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(Json.Document(new { Applied = applied, plan.Changes }));
            return;
        }

        if (plan.Changes.Count == 0)
        {
            output.WriteLine("Nothing to change: all of it is in force.");
            return;
        }

        var table = new TextTable("change", "key", "value");
        foreach (ConfigurationChange change in plan.Changes)
        {
            table.Add(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Change.ToString()),
                change.Key,
                change is { Old: not null, New: not null } ? $"{change.Old} -> {change.New}" : change.Old ?? change.New!);
        }

        table.Write(output);
        output.WriteLine(applied ? "Applied." : "Nothing was changed; 'preserve config apply' does it.");
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string why = Directory.Exists(file) ? "it is a folder" : File.Exists(file) ? exception.Message : "there is no such file";
            throw new UsageException($"cannot read {file}: {why}", exception);
        }
    }
}
