using Microsoft.AspNetCore.Http;

namespace PixelDiT.Server.Http;

/// <summary>Opens the server to another origin, with ComfyUI's headers (protocol §1.1); replaces <see cref="OriginGuard"/>.</summary>
/// <param name="next">The rest.</param>
/// <param name="origin">The origin, or <c>*</c>.</param>
internal sealed class CorsHeaders(RequestDelegate next, string origin)
{
    /// <summary>Adds the headers; answers OPTIONS.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowMethods = "POST, GET, DELETE, PUT, OPTIONS, PATCH";
        headers.AccessControlAllowHeaders = "Content-Type, Authorization";
        headers.AccessControlAllowCredentials = "true";
        return HttpMethods.IsOptions(context.Request.Method) ? Task.CompletedTask : next(context);
    }
}
