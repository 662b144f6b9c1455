namespace PixelDiT.Graph.Folders;

/// <summary>ComfyUI's model folders: names, directories and endings (protocol §2.6).</summary>
internal static class ModelFolderLayout
{
    // Order is that of GET /models. A folder's directories are searched in order; a name alone means one directory of that name.
    private static readonly (string Name, string[] Directories, string[] Extensions)[] Folders =
    [
        ("checkpoints", ["checkpoints"], ModelFolder.Weights),
        ("configs", ["configs"], [".yaml"]),
        ("loras", ["loras"], ModelFolder.Weights),
        ("vae", ["vae"], ModelFolder.Weights),
        ("text_encoders", ["text_encoders", "clip"], ModelFolder.Weights),
        ("diffusion_models", ["unet", "diffusion_models"], ModelFolder.Weights),
        ("clip_vision", ["clip_vision"], ModelFolder.Weights),
        ("style_models", ["style_models"], ModelFolder.Weights),
        ("embeddings", ["embeddings"], ModelFolder.Weights),
        ("diffusers", ["diffusers"], ["folder"]),
        ("vae_approx", ["vae_approx"], ModelFolder.Weights),
        ("controlnet", ["controlnet", "t2i_adapter"], ModelFolder.Weights),
        ("gligen", ["gligen"], ModelFolder.Weights),
        ("upscale_models", ["upscale_models"], ModelFolder.Weights),
        ("latent_upscale_models", ["latent_upscale_models"], ModelFolder.Weights),
        ("custom_nodes", [], []),
        ("datasets", [], []),
        ("hypernetworks", ["hypernetworks"], ModelFolder.Weights),
        ("photomaker", ["photomaker"], ModelFolder.Weights),
        ("classifiers", ["classifiers"], [""]),
        ("model_patches", ["model_patches"], ModelFolder.Weights),
        ("audio_encoders", ["audio_encoders"], ModelFolder.Weights),
        ("background_removal", ["background_removal"], ModelFolder.Weights),
        ("frame_interpolation", ["frame_interpolation"], ModelFolder.Weights),
        ("geometry_estimation", ["geometry_estimation"], ModelFolder.Weights),
        ("optical_flow", ["optical_flow"], ModelFolder.Weights),
        ("detection", ["detection"], ModelFolder.Weights),
    ];

    // Models that workflows save are found again: output/<directory> is appended to these folders.
    private static readonly Dictionary<string, string> Saved = new()
    {
        ["checkpoints"] = "checkpoints", ["text_encoders"] = "clip", ["vae"] = "vae", ["diffusion_models"] = "diffusion_models", ["loras"] = "loras",
    };

    public static IReadOnlyList<ModelFolder> Build(FolderPaths paths, IReadOnlyList<KeyValuePair<string, string>> extra)
    {
        var folders = new List<ModelFolder>(Folders.Length);
        foreach (var (name, directories, extensions) in Folders)
        {
            var all = directories.Length == 0
                ? [Path.Combine(paths.Base, name)]
                : directories.Select(d => Path.Combine(paths.Models, d)).ToList();
            if (Saved.TryGetValue(name, out var saved))
            {
                all.Add(Path.Combine(paths.Output, saved));
            }

            folders.Add(new ModelFolder(name, all, extensions));
        }

        foreach (var (name, directory) in extra)
        {
            Append(folders, name, Path.GetFullPath(directory));
        }

        return folders;
    }

    private static void Append(List<ModelFolder> folders, string name, string directory)
    {
        var index = folders.FindIndex(f => f.Name == name);
        if (index < 0)
        {
            folders.Add(new ModelFolder(name, [directory], []));
        }
        else if (!folders[index].Directories.Contains(directory))
        {
            folders[index] = folders[index] with { Directories = [.. folders[index].Directories, directory] };
        }
    }
}
