using PixelDiT.Graph.Folders;

namespace PixelDiT.Server.Models;

/// <summary>A model file with what the disk says of it.</summary>
/// <param name="Name">Path relative to its directory, with <c>/</c>.</param>
/// <param name="PathIndex">Number of that directory among those of the folder.</param>
/// <param name="Modified">Seconds since 1970.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Size">Bytes.</param>
internal sealed record ModelFile(
    string Name, [property: System.Text.Json.Serialization.JsonPropertyName("pathIndex")] int PathIndex, double Modified, double Created, long Size)
{
    /// <summary>The visible weight files of a folder, directory by directory, sorted in each.</summary>
    public static IReadOnlyList<ModelFile> List(FolderPaths folders, ModelFolder folder)
    {
        var files = new List<ModelFile>();
        // The names come from the list that every request shares; only what is in it is looked at on disk.
        var names = folders.ListModels(folder.Name).Where(IsVisible).ToList();
        for (var i = 0; i < folder.Directories.Count; i++)
        {
            foreach (var name in names)
            {
                var info = new FileInfo(Path.Combine(folder.Directories[i], name));
                if (info.Exists)
                {
                    files.Add(new ModelFile(name, i, Seconds(info.LastWriteTimeUtc), Seconds(info.CreationTimeUtc), Target(info).Length));
                }
            }
        }

        return files;
    }

    private static bool IsVisible(string name) => name[0] != '.' && !name.Contains("/.", StringComparison.Ordinal);

    private static FileInfo Target(FileInfo info) => info.LinkTarget is null ? info : (FileInfo?)info.ResolveLinkTarget(returnFinalTarget: true) ?? info;

    private static double Seconds(DateTime utc) => (utc - DateTime.UnixEpoch).TotalSeconds;
}
