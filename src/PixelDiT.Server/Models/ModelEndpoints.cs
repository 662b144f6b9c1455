using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Models;

/// <summary><c>/models</c> and <c>/embeddings</c> (protocol §2.6).</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/models", ApiRoutes.Read, GetFolders);
        routes.MapMethods("/models/{folder}", ApiRoutes.Read, GetFiles);
        routes.MapMethods("/embeddings", ApiRoutes.Read, GetEmbeddings);
    }

    private static Ok<IReadOnlyList<string>> GetFolders(FolderPaths folders) => Names(folders.ModelFolders.Select(f => f.Name));

    // By its present name only: the old names "unet" and "clip" are for look-ups of files.
    private static Results<Ok<IReadOnlyList<string>>, NotFound> GetFiles(string folder, FolderPaths folders) =>
        folders.ModelFolders.Any(f => f.Name == folder) ? Names(folders.ListModels(folder)) : TypedResults.NotFound();

    private static Ok<IReadOnlyList<string>> GetEmbeddings(FolderPaths folders) =>
        Names(folders.ListModels("embeddings").Select(name => name[..^Path.GetExtension(name).Length]));

    private static Ok<IReadOnlyList<string>> Names(IEnumerable<string> names) => TypedResults.Ok<IReadOnlyList<string>>([.. names]);
}
