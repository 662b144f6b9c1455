using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Users;

namespace PixelDiT.Server.Settings;

/// <summary><c>/settings</c> (protocol §2.7).</summary>
internal static class SettingsEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/settings", ApiRoutes.Read, GetAll);
        routes.MapMethods("/settings/{id}", ApiRoutes.Read, GetOne);
        routes.MapPost("/settings", PostAll).WithMetadata(new BodyLimit(BodyLimit.Settings));
        routes.MapPost("/settings/{id}", PostOne).WithMetadata(new BodyLimit(BodyLimit.Settings));
    }

    private static IResult GetAll(HttpRequest request, UserStore users, SettingsStore settings) =>
        users.Find(request) is { } user ? Json(settings.Read(user)) : TypedResults.Unauthorized();

    private static IResult GetOne(HttpRequest request, UserStore users, SettingsStore settings)
    {
        if (users.Find(request) is not { } user)
        {
            return TypedResults.Unauthorized();
        }

        return Json(settings.Read(user)[RawSegments.Decoded(request) ?? ""]);
    }

    private static Results<Ok, UnauthorizedHttpResult, BadRequest<PromptRefused>, StatusCodeHttpResult> PostAll(
        HttpRequest request, JsonBody body, UserStore users, SettingsStore settings)
    {
        if (body.AsObject(out var problem) is not { } changes)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        return Store(request, users, settings, changes);
    }

    private static Results<Ok, UnauthorizedHttpResult, BadRequest<PromptRefused>, StatusCodeHttpResult> PostOne(
        HttpRequest request, JsonBody body, UserStore users, SettingsStore settings)
    {
        if (body.Problem is not null)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(body.Problem));
        }

        return RawSegments.Decoded(request) is { } id
            ? Store(request, users, settings, new JsonObject { [id] = body.Value })
            : TypedResults.BadRequest(PromptRefused.Invalid("The id in the path is not UTF-8."));
    }

    private static Results<Ok, UnauthorizedHttpResult, BadRequest<PromptRefused>, StatusCodeHttpResult> Store(
        HttpRequest request, UserStore users, SettingsStore settings, JsonObject changes)
    {
        if (users.Find(request) is not { } user)
        {
            return TypedResults.Unauthorized();
        }

        return settings.TryMerge(user, changes) ? TypedResults.Ok() : TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
    }

    private static RawJson Json(JsonNode? value) => RawJson.Of(value, static (w, v) =>
    {
        if (v is null)
        {
            w.WriteNullValue();
        }
        else
        {
            v.WriteTo(w);
        }
    });
}
