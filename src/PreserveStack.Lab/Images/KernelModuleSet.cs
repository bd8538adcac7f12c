// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>Which of a kernel's modules an image needs: those asked for, and what they depend on.</summary>
internal sealed class KernelModuleSet
{
    private readonly Dictionary<string, string[]> _files;

    private KernelModuleSet(Dictionary<string, string[]> files) => _files = files;

    /// <summary>Reads modules.dep.</summary>
    public static KernelModuleSet Parse(string dependencies)
    {
        Dictionary<string, string[]> files = [];
        foreach (string line in dependencies.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string[] needs = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            files[NameOf(line[..colon])] = [line[..colon], .. needs];
        }

        return new KernelModuleSet(files);
    }

    /// <summary>
    /// Files of the modules named, each after those it depends on. A name the kernel does not have is one that
    /// is built into it, or of another version, and is left out.
    /// </summary>
    public IReadOnlyList<string> FilesOf(IEnumerable<string> names)
    {
        List<string> files = [];
        foreach (string name in names)
        {
            // modules.dep lists the direct need first, so that the last one has to be loaded first.
            if (_files.TryGetValue(Underscored(name), out string[]? chain))
            {
                files.AddRange(chain.Reverse().Where(file => !files.Contains(file)));
            }
        }

        return files;
    }

    /// <summary>The path without the ending that says how the file is packed.</summary>
    public static string Unpacked(string file) =>
        file.EndsWith(".ko", StringComparison.Ordinal) ? file : Path.ChangeExtension(file, null);

    private static string NameOf(string file) => Underscored(Path.GetFileNameWithoutExtension(Unpacked(file)));

    private static string Underscored(string name) => name.Replace('-', '_');
}
