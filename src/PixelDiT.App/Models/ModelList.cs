using PixelDiT.Graph.Folders;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.App.Models;

/// <summary><c>pixeldit models list</c>.</summary>
internal static class ModelList
{
    private static readonly string[] Shown = ["diffusion_models", "text_encoders", "loras"];

    /// <summary>Prints a line for each model file: folder, name, what it is, size.</summary>
    public static void Print(FolderOptions options, TextWriter output)
    {
        var folders = new FolderPaths(options);
        foreach (var folder in Shown)
        {
            foreach (var name in folders.ListModels(folder))
            {
                output.WriteLine($"{folder}/{name}: {Describe(folders.FindModel(folder, name))}");
            }
        }
    }

    private static string Describe(string? path)
    {
        try
        {
            var summary = CheckpointSummary.Read(path ?? throw new FileNotFoundException("the file is gone"));
            return $"{summary.Kind}, {SummaryText.Bytes(summary.Bytes)}{(summary.Problem is null ? "" : $"; {summary.Problem}")}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message}";
        }
    }
}
