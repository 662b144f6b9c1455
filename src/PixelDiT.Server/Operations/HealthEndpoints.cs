using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Operations;

/// <summary>
/// <c>/health/live</c> and <c>/health/ready</c>: for whoever watches the process. They need no key and say nothing that is worth one.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Maps the area; without a prefix only.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", ApiRoutes.Read, Live);
        routes.MapMethods("/health/ready", ApiRoutes.Read, Ready);
    }

    private static Ok<HealthReport> Live(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new HealthReport("live", null));
    }

    private static JsonHttpResult<HealthReport> Ready(HttpResponse response, Readiness readiness)
    {
        response.Headers.CacheControl = "no-store";
        var checks = readiness.Check();
        var ready = checks.Values.All(c => c.Ok);
        return TypedResults.Json(
            new HealthReport(ready ? "ready" : "not_ready", checks),
            ServerJson.Default.HealthReport,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>How a server does.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not_ready</c>.</param>
/// <param name="Checks">What was looked at, by name; null for <c>live</c>.</param>
internal sealed record HealthReport(
    string Status,
    [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, HealthCheck>? Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Ok">True when it is as it should be.</param>
/// <param name="Detail">What was found.</param>
internal sealed record HealthCheck(bool Ok, string Detail);
