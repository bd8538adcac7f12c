// SPDX-License-Identifier: MIT
using System.Xml.Linq;

namespace PreserveStack.Lab.Images;

/// <summary>A C# project of this repository, read without MSBuild: what its program is called, and what it is made of.</summary>
/// <param name="File">The project file.</param>
/// <param name="ProgramName">What the compiled program is called.</param>
/// <param name="References">Project files that it refers to itself.</param>
/// <param name="Links">Files of other projects that it compiles, with * for any part of a name.</param>
internal sealed record DotnetProject(string File, string ProgramName, IReadOnlyList<string> References, IReadOnlyList<string> Links)
{
    private static readonly string[] Outputs = ["bin", "obj"];

    /// <summary>Reads the one project file of a folder.</summary>
    public static DotnetProject InFolder(string folder) => Read(Directory.EnumerateFiles(folder, "*.csproj").Single());

    /// <summary>All files that the program depends on, of this project and those it refers to, directly or not.</summary>
    public IEnumerable<string> Sources()
    {
        var projects = new SortedDictionary<string, DotnetProject>(StringComparer.Ordinal);
        Collect(this, projects);
        return projects.Values.SelectMany(project => FilesBelow(new DirectoryInfo(Path.GetDirectoryName(project.File)!)).Concat(project.Linked()));
    }

    private static DotnetProject Read(string file)
    {
        var document = XDocument.Load(file);
        string name = document.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(file);
        string folder = Path.GetDirectoryName(file)!;
        return new DotnetProject(
            Path.GetFullPath(file),
            name,
            [.. document.Descendants("ProjectReference").Select(reference => Path.GetFullPath(reference.Attribute("Include")!.Value, folder))],
            [.. document.Descendants("Compile").SelectMany(link => link.Attribute("Include")!.Value.Split(';')).Select(link => Path.GetFullPath(link, folder))]);
    }

    private IEnumerable<string> Linked() => Links.SelectMany(link =>
        Directory.EnumerateFiles(Path.GetDirectoryName(link)!, Path.GetFileName(link)).Order(StringComparer.Ordinal));

    private static void Collect(DotnetProject project, SortedDictionary<string, DotnetProject> found)
    {
        if (found.TryAdd(project.File, project))
        {
            foreach (string reference in project.References)
            {
                Collect(Read(reference), found);
            }
        }
    }

    private static IEnumerable<string> FilesBelow(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos()
            .Where(entry => !Outputs.Contains(entry.Name))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .SelectMany(entry => entry is DirectoryInfo below ? FilesBelow(below) : [entry.FullName]);
}
