using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PixelDiT.Server.Http;
using PixelDiT.Server.Operations;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Security;

/// <summary>
/// Lets nothing in without a valid key, whatever the path, and says to the rest whose request it is. Only in the pipeline when there are keys.
/// </summary>
internal sealed class KeyGuard(RequestDelegate next, KeyRing keys, ServerMetrics metrics, ILogger<KeyGuard> logger)
{
    private const string Bearer = "Bearer ";

    /// <summary>Lets the request pass, or answers 401.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path == "/health/live" || path == "/health/ready")
        {
            return next(context);
        }

        var presented = Presented(context.Request);
        if (presented is not null && keys.Find(presented) is { } key)
        {
            Caller.Set(context, new Caller(key.Name, key.IsAdmin ? null : key.Name));
            return next(context);
        }

        metrics.Refused("key");
        SecurityLog.NoKey(logger, context.Connection.RemoteIpAddress, context.Request.Method, path, presented is null ? "no key" : "an unknown key");
        return RefuseAsync(context, presented is null);
    }

    // The first place that holds something counts: a wrong key in a header is not made good by one in the query.
    private static string? Presented(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        if (request.Headers.TryGetValue("X-API-Key", out var header))
        {
            return header.ToString();
        }

        if (!MayCarryInQuery(request.Path))
        {
            return null;
        }

        // "access_token" is what SignalR's own clients send.
        return request.Query.First("key") ?? (IsHub(request.Path) ? request.Query.First("access_token") : null);
    }

    // Browsers cannot set headers for sockets and image elements. Elsewhere a key in the address would only get into logs and histories.
    private static bool MayCarryInQuery(PathString path)
    {
        var bare = path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase, out var rest) ? rest : path;
        return bare == "/ws" || bare == "/view" || IsHub(path);
    }

    private static bool IsHub(PathString path) => path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, bool missing)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = missing ? "Bearer realm=\"pixeldit\"" : "Bearer realm=\"pixeldit\", error=\"invalid_token\"";
        context.Response.Headers.CacheControl = "no-store";
        var refusal = PromptRefused.Of(
            RefusalTypes.Unauthorized,
            missing ? "An API key is needed" : "The API key is not known",
            "Send it as 'Authorization: Bearer KEY' or 'X-API-Key: KEY'; /ws, /hubs and /view also take '?key=KEY'.");
        return context.Response.WriteAsJsonAsync(refusal, ServerJson.Default.PromptRefused);
    }
}
