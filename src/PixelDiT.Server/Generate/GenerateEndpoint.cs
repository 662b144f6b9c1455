using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Folders;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Generate;

/// <summary><c>POST /api/pixeldit/generate</c>, a route of ours: a workflow or a text in, the image or its links out, in one call.</summary>
internal static class GenerateEndpoint
{
    /// <summary>Maps the area; under <c>/api</c> only.</summary>
    public static void MapGenerate(this IEndpointRouteBuilder routes) => routes.MapPost("/pixeldit/generate", PostAsync).WithMetadata(SubmitsJobs.Mark);

    private static async Task<IResult> PostAsync(JsonBody body, HttpContext context, Generation generation, FolderPaths folders, Caller caller)
    {
        if (body.AsObject(out var problem) is not { } fields)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        GenerateRequest request;
        try
        {
            request = GenerateRequest.Read(fields, context.Request.Headers.TryGetValue("Idempotency-Key", out var key) ? key.ToString() : null);
        }
        catch (GenerateException e)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(e.Message));
        }

        var generated = await generation.RunAsync(request, context.Request, caller, context.RequestAborted);
        return GenerateAnswer.Of(context, generated, request.WantsImage ?? PrefersImage(context.Request), folders);
    }

    // By the first of its kinds of content, best first, that is one of the two.
    private static bool PrefersImage(HttpRequest request) =>
        request.GetTypedHeaders().Accept
            .OrderByDescending(a => a.Quality ?? 1)
            .Select(a => a.Type.Equals("image", StringComparison.OrdinalIgnoreCase) ? true : a.MatchesMediaType("application/json") ? false : (bool?)null)
            .FirstOrDefault(wants => wants is not null) ?? false;
}
