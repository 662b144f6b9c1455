using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Models;

/// <summary><c>/models</c>, <c>/embeddings</c>, <c>/experiment/models</c> and <c>/view_metadata</c> (protocol §2.5, §2.6).</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapModels(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/models", ApiRoutes.Read, GetFolders);
        routes.MapMethods("/models/{folder}", ApiRoutes.Read, GetFiles);
        routes.MapMethods("/embeddings", ApiRoutes.Read, GetEmbeddings);
        routes.MapMethods("/experiment/models", ApiRoutes.Read, GetFolderDetails);
        routes.MapMethods("/experiment/models/{folder}", ApiRoutes.Read, GetFileDetails);
        routes.MapMethods("/experiment/models/preview/{folder}/{pathIndex}/{**filename}", ApiRoutes.Read, GetPreviewAsync);
        routes.MapMethods("/view_metadata/{folder}", ApiRoutes.Read, GetMetadata);
    }

    private static Ok<IReadOnlyList<string>> GetFolders(FolderPaths folders) => Names(folders.ModelFolders.Select(f => f.Name));

    private static Results<Ok<IReadOnlyList<string>>, NotFound> GetFiles(string folder, FolderPaths folders) =>
        Find(folders, folder) is not null ? Names(folders.ListModels(folder)) : TypedResults.NotFound();

    private static Ok<IReadOnlyList<string>> GetEmbeddings(FolderPaths folders) =>
        Names(folders.ListModels("embeddings").Select(name => name[..^Path.GetExtension(name).Length]));

    private static Ok<IReadOnlyList<ModelFolderDetails>> GetFolderDetails(FolderPaths folders, Caller caller) => TypedResults.Ok<IReadOnlyList<ModelFolderDetails>>(
        [.. folders.ModelFolders.Where(f => f.Name is not ("configs" or "custom_nodes"))
            .Select(f => new ModelFolderDetails(f.Name, [.. f.Directories.Select(d => ShownPath.Of(caller, folders, d))], [.. f.Extensions.Order(StringComparer.Ordinal)]))]);

    private static Results<Ok<IReadOnlyList<ModelFile>>, NotFound> GetFileDetails(string folder, FolderPaths folders) =>
        Find(folders, folder) is { } found ? TypedResults.Ok(ModelFile.List(folders, found)) : TypedResults.NotFound();

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult>> GetPreviewAsync(
        string folder, string pathIndex, string? filename, FolderPaths folders, ServerOptions options, ImageSlots slots, CancellationToken cancellationToken)
    {
        if (Find(folders, folder) is not { } found)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        // Slashes may be encoded or not.
        var name = RawSegments.Decode(filename ?? "");
        if (string.IsNullOrEmpty(name) || !int.TryParse(pathIndex, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return TypedResults.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (index < 0 || index >= found.Directories.Count)
        {
            return TypedResults.StatusCode(StatusCodes.Status404NotFound);
        }

        var directory = found.Directories[index];
        var path = ClientPath.Existing(directory, name);
        return path switch
        {
            { Refusal: PathRefusal.Outside } => TypedResults.StatusCode(StatusCodes.Status403Forbidden),
            { Full: { } full } when await ModelPreview.MakeAsync(directory, full, options.Security.Images, slots, cancellationToken) is { } picture => TypedResults.Bytes(picture, "image/webp"),
            _ => TypedResults.StatusCode(StatusCodes.Status404NotFound),
        };
    }

    // Any problem is "there is nothing to see".
    private static Results<RawJson, NotFound> GetMetadata(string folder, HttpRequest request, FolderPaths folders)
    {
        var filename = request.Query.First("filename");
        if (filename is null || !filename.EndsWith(".safetensors", StringComparison.Ordinal) || ClientPath.IsMalformed(filename)
            || Find(folders, folder) is null || folders.FindModel(folder, filename) is not { } path || SafetensorsMetadata.Read(path) is not { } texts)
        {
            return TypedResults.NotFound();
        }

        return RawJson.Of(texts, static (w, t) => t.WriteTo(w));
    }

    // By its present name only: the old names "unet" and "clip" are for look-ups of files.
    private static ModelFolder? Find(FolderPaths folders, string name) => folders.ModelFolders.FirstOrDefault(f => f.Name == name);

    private static Ok<IReadOnlyList<string>> Names(IEnumerable<string> names) => TypedResults.Ok<IReadOnlyList<string>>([.. names]);
}

/// <summary>A model folder as <c>/experiment/models</c> shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folders">Its directories.</param>
/// <param name="Extensions">Endings of its files.</param>
internal sealed record ModelFolderDetails(string Name, IReadOnlyList<string> Folders, IReadOnlyList<string> Extensions);
