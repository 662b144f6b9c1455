using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.OpenApi;

/// <summary><c>/openapi/v1.json</c>: what this server answers to, for programs.</summary>
internal static class OpenApiEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapMethods("/openapi/v1.json", ApiRoutes.Read, GetAsync);

    private static async Task<RawJson> GetAsync(ApiDocument document) => new(await document.GetAsync());
}
