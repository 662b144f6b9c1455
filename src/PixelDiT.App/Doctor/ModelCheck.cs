using PixelDiT.App.CommandLine;
using PixelDiT.App.Models;
using PixelDiT.Graph.Folders;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Server.Devices;

namespace PixelDiT.App.Doctor;

/// <summary>The models: are there any, are their files whole, and is there memory for them?</summary>
internal static class ModelCheck
{
    private static readonly (string Folder, string What, string Usual)[] Needed =
    [
        ("diffusion_models", "diffusion model", "pixeldit_1300m_1024px_bf16.safetensors"),
        ("text_encoders", "text encoder", "gemma_2_2b_it_elm_bf16.safetensors"),
    ];

    /// <summary>Looks at the headers of all of them.</summary>
    public static IEnumerable<Finding> Look(Settings settings)
    {
        var folders = new FolderPaths(settings.Folders);
        var largest = 0L;
        foreach (var (folder, what, usual) in Needed)
        {
            var names = folders.ListModels(folder);
            if (names.Count == 0)
            {
                // The server starts without, and graphs without models run.
                yield return Finding.Warn("models", $"there is no {what} in {folders.DescribeModels(folder)}", $"put {usual} into {Path.Combine(folders.Models, folder)}, or name your folders: --extra-model-paths-config FILE");
                continue;
            }

            var length = 0L;
            foreach (var name in names)
            {
                var (finding, bytes) = LookAt(what, name, folders.FindModel(folder, name));
                length = Math.Max(length, bytes);
                yield return finding;
            }

            largest += length;
        }

        var (total, free) = MachineMemory.Read();
        if (largest > free)
        {
            yield return Finding.Warn(
                "memory", $"the largest models have {SummaryText.Bytes(largest)} together; {SummaryText.Bytes(free)} of {SummaryText.Bytes(total)} are free",
                "end other programs: the files are read through the page cache, which will be short");
        }
    }

    private static (Finding Finding, long Length) LookAt(string what, string name, string? path)
    {
        if (path is null)
        {
            return (Finding.Warn("models", $"{name} cannot be found any more", "nothing, if it was just removed"), 0);
        }

        try
        {
            using var file = Checkpoint.Open(path);
            return (Finding.Ok("models", $"{what} {name}: {Finding.Count(file.Tensors.Count, "tensor", "tensors")}, {SummaryText.Bytes(file.Length)}"), file.Length);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            return (Finding.Fail("models", $"{name}: {e.Message}", "download the file again; compare its length with the original's"), 0);
        }
    }
}
