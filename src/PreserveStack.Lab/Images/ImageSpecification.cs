// SPDX-License-Identifier: MIT
namespace PreserveStack.Lab.Images;

/// <summary>What vm/image.list says.</summary>
/// <param name="Programs">Programs of the host.</param>
/// <param name="Trees">Directories or files of the host.</param>
/// <param name="Modules">Kernel modules for modprobe.</param>
/// <param name="BootModules">Kernel modules that init loads.</param>
/// <param name="RootModules">Kernel modules that init loads to reach the host's root.</param>
public sealed record ImageSpecification(
    IReadOnlyList<string> Programs,
    IReadOnlyList<ImageTree> Trees,
    IReadOnlyList<string> Modules,
    IReadOnlyList<string> BootModules,
    IReadOnlyList<string> RootModules)
{
    /// <summary>Reads the list.</summary>
    /// <exception cref="FormatException">A line starts with an unknown word.</exception>
    public static ImageSpecification Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<string> programs = [];
        List<ImageTree> trees = [];
        List<string> modules = [];
        List<string> boot = [];
        List<string> root = [];
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            switch (words[0])
            {
                case "program":
                    programs.AddRange(words[1..]);
                    break;
                case "tree":
                    trees.Add(new ImageTree(words[1], [.. words[2..].Select(word => word.TrimStart('-'))]));
                    break;
                case "module":
                    modules.AddRange(words[1..]);
                    break;
                case "boot":
                    boot.AddRange(words[1..]);
                    break;
                case "root":
                    root.AddRange(words[1..]);
                    break;
                default:
                    throw new FormatException($"image list: '{words[0]}' is none of program, tree, module, boot, root");
            }
        }

        return new ImageSpecification(programs, trees, modules, boot, root);
    }
}
