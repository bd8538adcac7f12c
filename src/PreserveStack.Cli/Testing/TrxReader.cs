// SPDX-License-Identifier: MIT
using System.Xml;
using System.Xml.Linq;

namespace PreserveStack.Cli.Testing;

/// <summary>Reads the result files of <c>dotnet test --logger trx</c>.</summary>
internal static class TrxReader
{
    /// <summary>Reads one.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="content">The file.</param>
    public static SuiteResult Read(string suite, TextReader content)
    {
        XElement root;
        try
        {
            root = XDocument.Load(content).Root!;
        }
        catch (XmlException exception)
        {
            return SuiteResult.Broken(suite, $"its result file is malformed: {exception.Message}");
        }

        XNamespace names = root.Name.Namespace;
        Dictionary<string, string> classes = ClassesOf(root);
        int passed = 0;
        int skipped = 0;
        var failures = new List<TestFailure>();
        foreach (XElement test in root.Descendants(names + "UnitTestResult"))
        {
            string name = NameOf(test, classes);
            switch (test.Attribute("outcome")?.Value)
            {
                case "Passed":
                    passed++;
                    break;
                case "NotExecuted":
                    skipped++;
                    break;
                default:
                    XElement? error = test.Descendants(names + "ErrorInfo").FirstOrDefault();
                    failures.Add(new TestFailure(name, string.Join('\n', error?.Elements().Select(part => part.Value.TrimEnd()) ?? [])));
                    break;
            }
        }

        // A crashed test host leaves its tests out and says so in the summary.
        if (failures.Count == 0 && root.Descendants(names + "ResultSummary").FirstOrDefault()?.Attribute("outcome")?.Value == "Failed")
        {
            string text = string.Join('\n', root.Descendants(names + "RunInfo").Select(info => info.Value.Trim()));
            failures.Add(new TestFailure(suite, text.Length == 0 ? "the run failed" : text));
        }

        return new SuiteResult(suite, passed, failures.Count, skipped, failures);
    }

    // Tests may have names without their class, which then several have.
    private static string NameOf(XElement test, Dictionary<string, string> classes)
    {
        string name = test.Attribute("testName")?.Value ?? "?";
        return classes.TryGetValue(test.Attribute("testId")?.Value ?? "", out string? owner) && !name.Contains(owner) ? $"{owner}.{name}" : name;
    }

    private static Dictionary<string, string> ClassesOf(XElement root)
    {
        var classes = new Dictionary<string, string>();
        foreach (XElement definition in root.Descendants(root.Name.Namespace + "UnitTest"))
        {
            string? owner = definition.Element(root.Name.Namespace + "TestMethod")?.Attribute("className")?.Value;
            if (definition.Attribute("id")?.Value is { } id && owner is not null)
            {
                classes[id] = owner.Split('.')[^1];
            }
        }

        return classes;
    }
}
