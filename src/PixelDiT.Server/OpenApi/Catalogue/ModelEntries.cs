using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>Models, nodes, packs.</summary>
internal static class ModelEntries
{
    private static readonly ApiParameter Folder = InPath("folder", "A model folder, such as diffusion_models.");
    private static readonly ApiAnswer NoFolder = Answer(404, "There is no such folder.");

    public static readonly ApiEntry[] All =
    [
        Get("/api/models", "models", "The model folders") with { Answers = [Ok("Their names.")] },
        Get("/api/models/{folder}", "models", "The files of a model folder") with { Parameters = [Folder], Answers = [Ok("Their paths in the folder, sorted."), NoFolder] },
        Get("/api/embeddings", "models", "The embeddings") with { Answers = [Ok("Their names without ending.")] },
        Get("/api/experiment/models", "models", "The model folders with their directories") with { Description = "With keys on, whoever is no admin sees paths below the base directory only.", Answers = [Answer(200, "The folders.")] },
        Get("/api/experiment/models/{folder}", "models", "The files of a model folder with size and times") with { Parameters = [Folder], Answers = [Answer(200, "The files."), NoFolder] },
        Get("/api/experiment/models/preview/{folder}/{pathIndex}/{filename}", "models", "The picture of a model") with
        {
            Parameters = [Folder, InPath("pathIndex", "Which of the folder's directories, from 0."), InPath("filename", "The model's path there.")],
            Answers = [Answer(200, "The picture.", "image/webp"), Answer(400, "There is no such directory."), Answer(403, "The path leads out of the directory."), Answer(404, "There is no picture.")],
        },
        Get("/api/object_info", "nodes", "All node classes with their inputs and outputs") with { Answers = [Ok("Class → declaration.")] },
        Get("/api/object_info/{classType}", "nodes", "One node class") with { Parameters = [InPath("classType", "The class.")], Answers = [Ok("Class → declaration; empty when there is no such class.")] },
        Get("/api/node_replacements", "nodes", "Which classes stand in for others that are not installed") with { Answers = [Ok("Old class → replacements.")] },
        Get("/api/pixeldit/packs", "nodes", "Which node packs there are, and what is wrong with them") with { Description = "With keys on, whoever is no admin sees paths below the base directory only.", Answers = [Answer(200, "The packs.")] },
    ];
}
