using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PixelDiT.App.CommandLine;

/// <summary>
/// Reads ComfyUI's <c>extra_model_paths.yaml</c>: sections of <c>folder: path</c> (several paths on lines of their own), with an optional
/// <c>base_path</c>. Relative paths start at the file's directory.
/// </summary>
internal static class ExtraModelPathsFile
{
    /// <summary>Model folder name and directory, in the order of the file; sections with <c>is_default</c> come first.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--extra-model-paths-config: '{path}' cannot be read: {e.Message}");
        }
        catch (YamlException e)
        {
            throw new UsageException($"--extra-model-paths-config: '{path}', line {e.Start.Line}: {e.Message}");
        }
    }

    internal static IReadOnlyList<KeyValuePair<string, string>> Read(TextReader text, string directory)
    {
        var yaml = new YamlStream();
        yaml.Load(text);
        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
        {
            return [];
        }

        var first = new List<KeyValuePair<string, string>>();
        var others = new List<KeyValuePair<string, string>>();
        foreach (var (name, section) in Mapping(yaml.Documents[0].RootNode, "the file"))
        {
            // A section whose lines are all comments.
            if (section is YamlScalarNode)
            {
                continue;
            }

            var entries = Mapping(section, $"section '{name}'").ToDictionary(e => e.Key, e => e.Value);
            var root = entries.Remove("base_path", out var basePath) ? Expand(Text(basePath, "base_path"), directory) : directory;
            var isDefault = entries.Remove("is_default", out var flag) && Text(flag, "is_default").Equals("true", StringComparison.OrdinalIgnoreCase);
            foreach (var (folder, paths) in entries)
            {
                (isDefault ? first : others).AddRange(Text(paths, folder)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(p => KeyValuePair.Create(folder, Expand(p, root))));
            }
        }

        return [.. first, .. others];
    }

    private static IEnumerable<(string Key, YamlNode Value)> Mapping(YamlNode node, string what) => node is YamlMappingNode mapping
        ? mapping.Children.Select(c => (Text(c.Key, what), c.Value))
        : throw new YamlException(node.Start, node.End, $"{what} must be a mapping of names to paths");

    private static string Text(YamlNode node, string what) => node is YamlScalarNode { Value: { } value }
        ? value
        : throw new YamlException(node.Start, node.End, $"{what} must be a text");

    private static string Expand(string path, string root)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var text = Environment.ExpandEnvironmentVariables(path);
        return Path.GetFullPath(text == "~" || text.StartsWith("~/", StringComparison.Ordinal) ? home + text[1..] : text, root);
    }
}
