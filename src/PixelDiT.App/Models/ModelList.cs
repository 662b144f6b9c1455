using PixelDiT.Graph.Folders;
using PixelDiT.Models.Checkpoints;

namespace PixelDiT.App.Models;

/// <summary><c>pixeldit models list</c>.</summary>
internal static class ModelList
{
    private static readonly string[] Shown = ["diffusion_models", "text_encoders", "loras"];

    /// <summary>Prints a line for each model file: folder, name, what it is, size.</summary>
    /// <param name="options">Where files lie.</param>
    /// <param name="output">Where to.</param>
    /// <param name="error">Is told where models were looked for when there are none: the list itself is for programs too.</param>
    public static void Print(FolderOptions options, TextWriter output, TextWriter error)
    {
        var folders = new FolderPaths(options);
        if (Shown.All(f => folders.ListModels(f).Count == 0))
        {
            error.WriteLine("pixeldit: no models found in these folders; --base-directory, --models-directory or --extra-model-paths-config FILE name others:");
            foreach (var folder in Shown)
            {
                error.WriteLine($"  {folder}: {string.Join(", ", folders.FindFolder(folder)!.Directories)}");
            }
        }

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
