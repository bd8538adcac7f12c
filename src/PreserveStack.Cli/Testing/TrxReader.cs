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
        int passed = 0;
        int skipped = 0;
        var failures = new List<TestFailure>();
        foreach (XElement test in root.Descendants(names + "UnitTestResult"))
        {
            string name = test.Attribute("testName")?.Value ?? "?";
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
}
