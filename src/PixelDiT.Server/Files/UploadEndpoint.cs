using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Files;

/// <summary><c>POST /upload/image</c> (protocol §2.5).</summary>
internal static class UploadEndpoint
{
    /// <summary>Maps the area.</summary>
    public static void MapUploads(this IEndpointRouteBuilder routes) => routes.MapPost("/upload/image", PostImage).DisableAntiforgery();

    private static async Task<Results<Ok<UploadedFile>, BadRequest<PromptRefused>>> PostImage(
        HttpRequest request, FolderPaths folders, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return Refused("The body must be multipart/form-data with a file in the field 'image'.");
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return Refused(e.Message);
        }

        if (form.Files.GetFile("image") is not { } file)
        {
            return Refused("There is no file in the field 'image'.");
        }

        var type = form.TryGetValue("type", out var given) ? given.ToString() : "input";
        if (folders.DirectoryOf(type) is not { } directory)
        {
            return Refused($"'type' must be input, output or temp, not '{type}'.");
        }

        var subfolder = form["subfolder"].ToString();
        if (ServedFile.Inside(directory, subfolder) is not { } target)
        {
            return Refused($"The subfolder '{subfolder}' leads out of the {type} folder.");
        }

        // A leading separator is forgiven, as ComfyUI does.
        var name = file.FileName.TrimStart('/', '\\');
        if (FolderPaths.Within(directory, Path.Combine(subfolder, name)) is null || FolderPaths.Within(target, name) is not { } path)
        {
            return Refused(name.Length == 0 ? "The file has no name." : $"The name '{file.FileName}' leads out of the {type} folder.");
        }

        var overwrite = form["overwrite"].ToString() is "true" or "1";
        try
        {
            var stored = await UploadStore.StoreAsync(file, path, overwrite, cancellationToken);
            return TypedResults.Ok(new UploadedFile(name[..(name.Length - Path.GetFileName(name).Length)] + Path.GetFileName(stored), subfolder, type));
        }
        catch (Exception e) when (e is PathTooLongException or NotSupportedException or UnauthorizedAccessException or DirectoryNotFoundException
            or IOException { HResult: not UploadStore.DiskFull })
        {
            return Refused($"The file cannot be stored as '{name}': {e.Message}");
        }
    }

    private static BadRequest<PromptRefused> Refused(string details) => TypedResults.BadRequest(PromptRefused.Invalid(details));
}

/// <summary>200 of an upload.</summary>
/// <param name="Name">The name under which it was stored.</param>
/// <param name="Subfolder">As the client gave it.</param>
/// <param name="Type">The folder.</param>
internal sealed record UploadedFile(string Name, string Subfolder, string Type);
