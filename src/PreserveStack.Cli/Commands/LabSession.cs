// SPDX-License-Identifier: MIT
using PreserveStack.Cli.Configuration;
using PreserveStack.Cli.Services;

namespace PreserveStack.Cli.Commands;

/// <summary>The lab together with the configured defaults.</summary>
internal sealed record LabSession(ILab Lab, LabDefaults Defaults)
{
    private const string CacheVariable = "PRESERVE_CACHE";

    /// <summary>Reads the configuration, then makes the lab, which finds its cache folder in the environment.</summary>
    public static LabSession Open(CliServices services)
    {
        LabDefaults defaults = services.Defaults.Read();
        if (defaults.Cache is { } cache)
        {
            Environment.SetEnvironmentVariable(CacheVariable, cache);
        }

        return new LabSession(services.Lab(), defaults);
    }
}
