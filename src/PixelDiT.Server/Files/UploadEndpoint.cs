using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Folders;
using PixelDiT.Imaging;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Files;

/// <summary><c>POST /upload/image</c> and <c>POST /upload/mask</c> (protocol §2.5).</summary>
internal static class UploadEndpoint
{
    /// <summary>Maps the area.</summary>
    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/upload/image", PostImage).DisableAntiforgery();
        routes.MapPost("/upload/mask", PostMask).DisableAntiforgery();
    }

    private static Task<Results<Ok<UploadedFile>, BadRequest<PromptRefused>, NotFound<PromptRefused>, StatusCodeHttpResult>> PostImage(
        HttpRequest request, FolderPaths folders, UploadCheck check, CancellationToken cancellationToken) => AnswerAsync(async () =>
        {
            var upload = await UploadRequest.ReadAsync(request, folders, cancellationToken);
            check.RequireName(upload.Name);
            await check.RequireImageAsync(upload.Name, upload.File, cancellationToken);
            return upload.Answer(await UploadStore.StoreAsync(upload.File.CopyToAsync, upload.Path, upload.Overwrite, cancellationToken));
        });

    private static Task<Results<Ok<UploadedFile>, BadRequest<PromptRefused>, NotFound<PromptRefused>, StatusCodeHttpResult>> PostMask(
        HttpRequest request, FolderPaths folders, UploadCheck check, ImageSlots slots, CancellationToken cancellationToken) => AnswerAsync(async () =>
        {
            var upload = await UploadRequest.ReadAsync(request, folders, cancellationToken);
            check.RequireName(upload.Name);
            var original = MaskedImage.FindOriginal(folders, upload.Form.First("original_ref") ?? "");
            var png = await MaskedImage.MakeAsync(original, upload.File, check.Limits, slots, cancellationToken);
            return upload.Answer(await UploadStore.StoreAsync((stream, token) => stream.WriteAsync(png, token).AsTask(), upload.Path, upload.Overwrite, cancellationToken));
        });

    private static async Task<Results<Ok<UploadedFile>, BadRequest<PromptRefused>, NotFound<PromptRefused>, StatusCodeHttpResult>> AnswerAsync(
        Func<Task<UploadedFile>> store)
    {
        try
        {
            return TypedResults.Ok(await store());
        }
        catch (UploadException e)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(e.Message));
        }
        catch (FileNotFoundException e)
        {
            return TypedResults.NotFound(PromptRefused.Invalid(e.Message));
        }
        catch (ImageException e)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(e.Message));
        }
        catch (Exception e) when (DiskErrors.IsFull(e))
        {
            return TypedResults.StatusCode(StatusCodes.Status507InsufficientStorage);
        }
        catch (Exception e) when (DiskErrors.IsOfThePath(e))
        {
            return TypedResults.BadRequest(PromptRefused.Invalid($"The file cannot be stored under this name: {e.GetType().Name}."));
        }
    }
}

/// <summary>200 of an upload.</summary>
/// <param name="Name">The name under which it was stored.</param>
/// <param name="Subfolder">As the client gave it.</param>
/// <param name="Type">The folder.</param>
internal sealed record UploadedFile(string Name, string Subfolder, string Type);
