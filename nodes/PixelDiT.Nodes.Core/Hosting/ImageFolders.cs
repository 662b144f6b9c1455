using PixelDiT.Graph.Folders;
using PixelDiT.Imaging;

namespace PixelDiT.Nodes.Core.Hosting;

/// <summary>The folders that nodes write images to. They remember which names are taken, so a host keeps one object.</summary>
public sealed class ImageFolders
{
    /// <summary>Names the folders; they are created when something is saved.</summary>
    /// <param name="folders">Where they lie.</param>
    /// <param name="time">The clock for <c>%year%</c> and its like.</param>
    /// <param name="savedFiles">Remembers what is written to the output folder; null for nothing.</param>
    public ImageFolders(FolderPaths folders, TimeProvider time, SavedFileLedger? savedFiles = null)
    {
        Output = new OutputFolder(folders.Output, time, savedFiles);
        // Most previews are never looked at, or only once: they need not wait for the disk.
        var unwritten = new UnwrittenFiles(folders.Temp);
        Temp = new OutputFolder(folders.Temp, time) { Unwritten = unwritten };
        folders.UnwrittenTemp = new UnwrittenTemp(unwritten.Write, unwritten.WriteAll, unwritten.Drop);
    }

    /// <summary>For results; <c>type</c> is <c>output</c>.</summary>
    public OutputFolder Output { get; }

    /// <summary>For previews; <c>type</c> is <c>temp</c>. They stay in memory, up to 32 MiB, until somebody asks for them through <see cref="FolderPaths"/>.</summary>
    public OutputFolder Temp { get; }
}
