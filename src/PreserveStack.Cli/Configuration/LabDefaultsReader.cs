// SPDX-License-Identifier: MIT
using Microsoft.Extensions.Configuration;
using PreserveStack.Cli.Commands;
using PreserveStack.Module;

namespace PreserveStack.Cli.Configuration;

/// <summary>
/// Reads the lab's defaults: built in, then /etc/preservestack/config.json, then the user's config.json, then PRESERVE_*
/// in the environment; what comes later wins.
/// </summary>
/// <param name="files">The configuration files, least important first; absent ones are skipped.</param>
/// <param name="variables">What the names of the environment variables begin with. Defaults to PRESERVE_.</param>
public sealed class LabDefaultsReader(IReadOnlyList<string> files, string variables = "PRESERVE_")
{
    private static readonly string[] Keys = ["vm", "kernel", "jobs", "cache"];

    /// <summary>The files of this machine and this user.</summary>
    public static IReadOnlyList<string> StandardFiles()
    {
        string? home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        if (string.IsNullOrEmpty(home))
        {
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config");
        }

        return ["/etc/preservestack/config.json", Path.Combine(home, "preservestack", "config.json")];
    }

    /// <summary>The configuration files, least important first.</summary>
    public IReadOnlyList<string> Files { get; } = files;

    /// <summary>Reads and checks them.</summary>
    /// <exception cref="UsageException">A file is malformed, or holds an unknown key or a value that is not allowed.</exception>
    public LabDefaults Read()
    {
        foreach (string file in Files.Where(File.Exists))
        {
            CheckKeys(file);
        }

        var builder = new ConfigurationBuilder();
        foreach (string file in Files)
        {
            builder.AddJsonFile(Path.GetFullPath(file), optional: true, reloadOnChange: false);
        }

        IConfiguration configuration = builder.AddEnvironmentVariables(variables).Build();
        return new LabDefaults
        {
            Vm = OneOf("vm", configuration["vm"], LabOptions.Kinds),
            Kernel = OneOf("kernel", configuration["kernel"], LabOptions.Kernels),
            Jobs = JobsOf(configuration["jobs"]),
            Cache = CacheOf(configuration["cache"]),
        };
    }

    private static void CheckKeys(string file)
    {
        IConfiguration content;
        try
        {
            content = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false).Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException)
        {
            throw new UsageException($"{file} is not valid JSON: {exception.InnerException?.Message ?? exception.Message}", exception);
        }

        foreach (string key in content.GetChildren().Select(section => section.Key))
        {
            if (!Keys.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                string? nearest = NearestName.Find(key, Keys);
                throw new UsageException($"{file}: unknown key '{key}'"
                    + (nearest is null ? $": it takes {string.Join(", ", Keys)}" : $": did you mean '{nearest}'?"));
            }
        }
    }

    private static string? OneOf(string key, string? value, string[] allowed) =>
        value is null || allowed.Contains(value)
            ? value
            : throw new UsageException($"configuration: {key} cannot be '{value}': it takes {string.Join(", ", allowed)}");

    private static int? JobsOf(string? value) => value switch
    {
        null => null,
        _ when int.TryParse(value, out int jobs) && jobs is >= 1 and <= 64 => jobs,
        _ => throw new UsageException($"configuration: jobs cannot be '{value}': it takes a whole number from 1 to 64"),
    };

    private static string? CacheOf(string? value) =>
        value is null || Path.IsPathRooted(value)
            ? value
            : throw new UsageException($"configuration: cache cannot be '{value}': it takes an absolute path");
}
