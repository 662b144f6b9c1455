namespace PixelDiT.Graph.Folders;

/// <summary>Files of the temp directory that are in memory until somebody wants to read them. All calls may come from any thread.</summary>
/// <param name="Write">Brings the file of this name to the disk, if it is in memory.</param>
/// <param name="WriteAll">Brings all files to the disk.</param>
/// <param name="Drop">Forgets them: the directory is to be emptied.</param>
public sealed record UnwrittenTemp(Action<string> Write, Action WriteAll, Action Drop);
