// SPDX-License-Identifier: MIT
namespace PreserveStack.Module.Configuration;

/// <summary>A configuration file is wrong; nothing was written. The message has a line for each error.</summary>
/// <param name="file">Name of the file.</param>
/// <param name="errors">All that is wrong, in the order of the file.</param>
public sealed class ConfigurationFileException(string file, IReadOnlyList<ConfigurationError> errors)
    : ModuleException(string.Join('\n', Describe(file, errors)))
{
    /// <summary>All that is wrong, in the order of the file.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;

    /// <summary>The same as FILE:LINE:COLUMN: MESSAGE.</summary>
    public IEnumerable<string> Lines => Describe(file, Errors);

    private static IEnumerable<string> Describe(string file, IReadOnlyList<ConfigurationError> errors) =>
        errors.Select(error => $"{file}:{error.Line}:{error.Column}: {error.Message}");
}
