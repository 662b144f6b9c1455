namespace PixelDiT.Imaging;

/// <summary>A file name prefix that leads outside the output folder. The message begins as ComfyUI's does.</summary>
public sealed class OutputFolderException : Exception
{
    internal OutputFolderException(string folder, string outputFolder)
        : base("**** ERROR: Saving image outside the output folder is not allowed." +
            $"\n full_output_folder: {folder}\n         output_dir: {outputFolder}")
    {
        Folder = folder;
        OutputFolder = outputFolder;
    }

    /// <summary>Where the prefix leads.</summary>
    public string Folder { get; }

    /// <summary>The folder it must stay in.</summary>
    public string OutputFolder { get; }
}
