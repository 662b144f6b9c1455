using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Http;

/// <summary>Opens the server to another origin, with ComfyUI's headers (protocol §1.1); replaces <see cref="OriginGuard"/>.</summary>
/// <param name="next">The rest.</param>
/// <param name="origin">The origin, or <c>*</c>.</param>
/// <param name="keys">With keys on, pages may send one.</param>
internal sealed class CorsHeaders(RequestDelegate next, string origin, KeyRing keys)
{
    /// <summary>Adds the headers; answers OPTIONS.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = AllowedOrigins.CorsMethods;
        headers.AccessControlAllowHeaders = AllowedOrigins.CorsHeadersFor(keys.IsLocked);
        headers.AccessControlAllowCredentials = "true";
        return HttpMethods.IsOptions(context.Request.Method) ? Task.CompletedTask : next(context);
    }
}
