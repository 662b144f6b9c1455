using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace PixelDiT.Server.Assets;

/// <summary>The assets group, which is switched off (protocol §2.11): every route says so.</summary>
internal static class AssetEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];

    /// <summary>Maps the area; it exists with the prefix only.</summary>
    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/assets/{**rest}", Methods, Refuse);
        routes.MapMethods("/api/tags", Methods, Refuse);
    }

    private static JsonHttpResult<AssetsRefused> Refuse() => TypedResults.Json(
        new AssetsRefused(new AssetsError(
            "SERVICE_DISABLED", "Assets system is disabled. Start the server with --enable-assets to use this feature.", new AssetsErrorDetails())),
        statusCode: StatusCodes.Status503ServiceUnavailable);
}

/// <summary>Every answer of the group.</summary>
internal sealed record AssetsRefused(AssetsError Error);

/// <summary>Why.</summary>
internal sealed record AssetsError(string Code, string Message, AssetsErrorDetails Details);

/// <summary>Nothing more.</summary>
internal sealed record AssetsErrorDetails;
