using Microsoft.AspNetCore.Http;

namespace PixelDiT.Server.Security;

/// <summary>The origins whose pages may use the server (<see cref="SecurityOptions.AllowedOrigins"/>).</summary>
internal sealed class AllowedOrigins(ServerOptions options)
{
    private readonly HashSet<string> _origins = [.. options.Security.AllowedOrigins.Select(o => SecurityOptions.NormalOrigin(o)!)];

    /// <summary>True when any are named.</summary>
    public bool Any => _origins.Count > 0;

    /// <summary>True when the request comes from a page of such an origin; the answer then says to the browser that it may be read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="hasKeys">True when requests carry keys.</param>
    public bool Admit(HttpContext context, bool hasKeys)
    {
        if (_origins.Count == 0)
        {
            return false;
        }

        var response = context.Response.Headers;
        // Caches must not hand one origin's answer to another.
        response.Append("Vary", "Origin");
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || SecurityOptions.NormalOrigin(origin) is not { } normal || !_origins.Contains(normal))
        {
            return false;
        }

        response.AccessControlAllowOrigin = origin;
        response.AccessControlAllowMethods = CorsMethods;
        response.AccessControlAllowHeaders = CorsHeadersFor(hasKeys);
        response.AccessControlAllowCredentials = "true";
        if (context.Request.Headers["Access-Control-Request-Private-Network"] == "true")
        {
            // A page from the internet asks for a server of the local network.
            response["Access-Control-Allow-Private-Network"] = "true";
        }

        return true;
    }

    /// <summary>Methods that pages of another origin may use.</summary>
    public const string CorsMethods = "POST, GET, DELETE, PUT, OPTIONS, PATCH";

    /// <summary>Headers that pages of another origin may send.</summary>
    public static string CorsHeadersFor(bool hasKeys) => hasKeys ? "Content-Type, Authorization, X-API-Key" : "Content-Type, Authorization";
}
