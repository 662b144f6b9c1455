using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Files;

/// <summary><c>DELETE /pixeldit/files</c>, a route of ours: deletes one output, temp or input file. It takes the parameters of <c>/view</c>.</summary>
internal static class FileEndpoint
{
    /// <summary>Maps the area.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes) => routes.MapDelete("/pixeldit/files", Delete).ForAdmins();

    private static Results<NoContent, StatusCodeHttpResult, BadRequest<PromptRefused>> Delete(
        HttpRequest request, FolderPaths folders, ILogger<ServedFile> logger)
    {
        var query = request.Query;
        var (filename, type, subfolder) = (query.First("filename"), query.First("type"), query.First("subfolder"));
        // Not /view's forgiving way with a path in the name: what is deleted must be what was named.
        if (filename is null || filename.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid("'filename' must be the name of a file, without folders; those go into 'subfolder'."));
        }

        if (type is not (null or "output" or "input" or "temp"))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid("'type' must be output, input or temp."));
        }

        var file = ServedFile.Find(folders, filename, type, subfolder);
        if (file.Status != StatusCodes.Status200OK)
        {
            return TypedResults.StatusCode(file.Status);
        }

        try
        {
            File.Delete(file.Path);
            HttpLog.FileDeleted(logger, file.Path);
            return TypedResults.NoContent();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            HttpLog.FileNotDeleted(logger, file.Path, e.Message);
            return TypedResults.StatusCode(StatusCodes.Status409Conflict);
        }
    }
}
