// SPDX-License-Identifier: MIT
using System.Diagnostics;
using Xunit;

namespace PreserveStack.Cli.Tests;

/// <summary>
/// Runs the root script in small checkouts of its own, with a "dotnet" that only notes what it is asked to do.
/// </summary>
public sealed class RootScriptTests : IDisposable
{
    private const string FakeDotnet = """
        #!/bin/sh
        echo "$1" >>"$(dirname "$0")/calls"
        case $1 in
            build)
                [ ! -e "$(dirname "$0")/broken" ] || { echo 'error: broken on purpose'; exit 1; }
                shift
                while [ "$1" != --artifacts-path ]; do shift; done
                mkdir -p "$2/bin/PreserveStack.Cli/release"
                : >"$2/bin/PreserveStack.Cli/release/preserve.dll" ;;
            *) shift; echo "cli: $*"; exit 7 ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("preserve root script").FullName;
    private readonly string _checkout;
    private readonly string _sdk;

    public RootScriptTests()
    {
        _checkout = Path.Combine(_folder, "a checkout");
        _sdk = Path.Combine(_folder, "sdk");
        Directory.CreateDirectory(Path.Combine(_checkout, "src", "PreserveStack.Cli"));
        Directory.CreateDirectory(Path.Combine(_sdk, "sdk", "10.0.100"));
        File.Copy(Path.Combine(Checkout.Root, "preserve"), Path.Combine(_checkout, "preserve"));
        foreach (string file in new[] { "Directory.Build.props", "Directory.Packages.props", ".editorconfig", "src/PreserveStack.Cli/Program.cs" })
        {
            File.WriteAllText(Path.Combine(_checkout, file), file);
        }

        string dotnet = Path.Combine(_sdk, "dotnet");
        File.WriteAllText(dotnet, FakeDotnet);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string[] Calls => File.Exists(Path.Combine(_sdk, "calls")) ? File.ReadAllLines(Path.Combine(_sdk, "calls")) : [];

    [Fact]
    public void Words_and_status_pass_through_to_the_command_line()
    {
        (int status, string output, _) = Run("connections", "a b", "*");
        Assert.Equal((7, "cli: connections a b *\n"), (status, output));
    }

    [Fact]
    public void What_is_built_is_not_built_again()
    {
        Run("stats");
        (_, _, string error) = Run("stats");
        Assert.Empty(error);
        Assert.Single(Calls, call => call == "build");
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("added")]
    [InlineData("deleted")]
    public void A_source_that_changed_is_built(string how)
    {
        string other = Path.Combine(_checkout, "src", "PreserveStack.Cli", "Other.cs");
        if (how == "deleted")
        {
            File.WriteAllText(other, "");
        }

        Run("stats");
        switch (how)
        {
            case "changed":
                File.AppendAllText(Path.Combine(_checkout, "src", "PreserveStack.Cli", "Program.cs"), "//");
                break;
            case "added":
                File.WriteAllText(other, "");
                break;
            default:
                File.Delete(other);
                break;
        }

        Run("stats");
        Assert.Equal(2, Calls.Count(call => call == "build"));
    }

    [Fact]
    public void It_works_through_a_link_and_from_elsewhere()
    {
        string link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, Path.Combine(_checkout, "preserve"));
        (int status, string output, _) = RunFrom("/", link, ["stats"]);
        Assert.Equal((7, "cli: stats\n"), (status, output));
    }

    [Fact]
    public async Task Several_at_once_build_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Assert.Equal(7, Run("stats").Status))));
        Assert.Single(Calls, call => call == "build");
    }

    [Fact]
    public void A_build_that_fails_shows_its_output_and_is_status_2()
    {
        File.WriteAllText(Path.Combine(_sdk, "broken"), "");
        (int status, string output, string error) = Run("stats");
        Assert.Equal((2, ""), (status, output));
        Assert.Contains("error: broken on purpose\n", error);
        Assert.EndsWith("preserve: Building the command line: failed with status 1, its output is above\n", error);
    }

    [Theory]
    [InlineData("setup")]
    [InlineData("lab", "exec", "two-links", "--", "x", "--help")]
    public void Commands_that_need_the_lab_look_for_its_packages(params string[] words)
    {
        Directory.CreateDirectory(Path.Combine(_checkout, "vm"));
        File.WriteAllText(Path.Combine(_checkout, "vm", "packages.list"), "bash # a shell\n\n# nothing else\n");
        Assert.Equal(7, Run(words).Status);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_checkout, ".build"), "packages-*"));
    }

    [Theory]
    [InlineData("connections")]
    [InlineData("lab", "list")]
    [InlineData("lab", "exec", "--help")]
    [InlineData("demo", "--help")]
    public void Commands_that_do_not_need_the_lab_leave_packages_alone(params string[] words)
    {
        Directory.CreateDirectory(Path.Combine(_checkout, "vm"));
        File.WriteAllText(Path.Combine(_checkout, "vm", "packages.list"), "no-such-package-anywhere\n");
        Assert.Equal(7, Run(words).Status);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (int Status, string Output, string Error) Run(params string[] words) =>
        RunFrom(_folder, Path.Combine(_checkout, "preserve"), words);

    private (int Status, string Output, string Error) RunFrom(string folder, string script, string[] words)
    {
        var start = new ProcessStartInfo(script, words)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ROOT"] = _sdk;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
