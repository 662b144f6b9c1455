using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;
using PixelDiT.Server.Security;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.Internal;

/// <summary><c>/internal/folder_paths</c> and <c>/internal/files</c> (protocol §2.10).</summary>
internal static class InternalEndpoints
{
    // A combo box with more entries than this is of no use.
    private const int MostFiles = 10_000;

    /// <summary>Maps the area; it exists without the prefix only.</summary>
    public static void MapInternal(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/internal/folder_paths", ApiRoutes.Read, GetFolders).ForAdmins();
        routes.MapMethods("/internal/files/{type}", ApiRoutes.Read, GetFiles);
    }

    private static RawJson GetFolders(FolderPaths folders) => RawJson.Of(folders.ModelFolders, static (w, all) =>
    {
        w.WriteStartObject();
        foreach (var folder in all)
        {
            w.WriteStartArray(folder.Name);
            foreach (var directory in folder.Directories)
            {
                w.WriteStringValue(directory);
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    });

    // Newest first, as "name [type]": the form in which LoadImageOutput takes them.
    private static Results<Ok<IReadOnlyList<string>>, BadRequest<UserProblem>, StatusCodeHttpResult> GetFiles(string type, FolderPaths folders)
    {
        string? directory;
        try
        {
            directory = folders.DirectoryOf(type);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TypedResults.StatusCode(StatusCodes.Status507InsufficientStorage);
        }

        if (directory is null)
        {
            return TypedResults.BadRequest(new UserProblem("Invalid directory type"));
        }

        var files = new DirectoryInfo(directory);
        return TypedResults.Ok<IReadOnlyList<string>>(files.Exists
            ? [.. files.EnumerateFiles().Where(f => !f.Name.StartsWith('.')).OrderByDescending(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal)
                .Take(MostFiles).Select(f => $"{f.Name} [{type}]")]
            : []);
    }
}
