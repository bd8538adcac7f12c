// SPDX-License-Identifier: MIT
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PreserveStack.Module.Configuration;

/// <summary>Reads configuration files, see preserve.conf(5). It goes on after an error, so that all are found at once.</summary>
public sealed class ConfigurationReader
{
    private const string SettingsKey = "settings";
    private const string PathsKey = "paths";

    private readonly RunningConfiguration _running;
    private readonly List<ConfigurationError> _errors = [];

    private ConfigurationReader(RunningConfiguration running) => _running = running;

    /// <summary>Reads a file, and checks all of it against the catalog, and against the devices and settings there are.</summary>
    /// <param name="file">Name of the file, for errors.</param>
    /// <param name="text">Its content.</param>
    /// <param name="running">What is in force where it is to be applied.</param>
    /// <exception cref="ConfigurationFileException">Something is wrong; it holds everything that is.</exception>
    public static WantedConfiguration Read(string file, TextReader text, RunningConfiguration running)
    {
        var reader = new ConfigurationReader(running);
        WantedConfiguration wanted = reader.Read(text);
        return reader._errors.Count == 0
            ? wanted
            : throw new ConfigurationFileException(file, [.. reader._errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    private WantedConfiguration Read(TextReader text)
    {
        var settings = new SettingsSection(_running, Report);
        var paths = new PathsSection(_running, Report);
        foreach ((string key, YamlNode at, YamlNode value) in YamlEntries.Of(Load(text), Report))
        {
            switch (key)
            {
                case SettingsKey:
                    settings.Read(value);
                    break;
                case PathsKey:
                    paths.Read(value);
                    break;
                default:
                    Report(at, YamlEntries.Unknown("key", key, [SettingsKey, PathsKey]));
                    break;
            }
        }

        return new WantedConfiguration(settings.Finish(), paths.Groups);
    }

    private YamlNode Load(TextReader text)
    {
        var parser = new Parser(text);
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents.Count > 1)
            {
                Report(stream.Documents[1].RootNode, "a file holds one configuration only");
            }

            return stream.Documents.Count == 0 ? new YamlMappingNode() : stream.Documents[0].RootNode;
        }
        catch (YamlException exception)
        {
            // Not all of them know where they happened; what was read last does.
            return Broken(exception.Start.Index > 0 ? exception.Start : parser.Current?.End ?? exception.End, (exception.InnerException ?? exception).Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // So the library meets some kinds of broken files.
            return Broken(parser.Current?.End ?? Mark.Empty, "something is missing or out of place after this");
        }
    }

    // What follows a mistake in YAML cannot be read.
    private YamlMappingNode Broken(Mark at, string message)
    {
        _errors.Add(new ConfigurationError(at.Line, at.Column, $"not valid YAML: {message.ReplaceLineEndings(" ")}"));
        return new YamlMappingNode();
    }

    private void Report(YamlNode at, string message) => _errors.Add(new ConfigurationError(at.Start.Line, at.Start.Column, message));
}
