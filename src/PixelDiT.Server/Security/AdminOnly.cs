using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;

namespace PixelDiT.Server.Security;

/// <summary>Marks routes that concern everybody: with keys on, only an admin's may use them.</summary>
internal sealed class AdminOnly
{
    /// <summary>The mark.</summary>
    public static readonly AdminOnly Mark = new();

    private AdminOnly()
    {
    }
}

/// <summary>Turns away from <see cref="AdminOnly"/> routes whoever is no admin. Only in the pipeline when there are keys, after routing.</summary>
internal sealed class AdminGuard(RequestDelegate next)
{
    /// <summary>Lets the request pass, or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<AdminOnly>() is null || Caller.Of(context).Scope is null)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsJsonAsync(
            PromptRefused.Of(RefusalTypes.Forbidden, "Only an admin may do this", "The key is valid, but it is not an admin's (name:key:admin)."),
            ServerJson.Default.PromptRefused);
    }
}

/// <summary>How routes are marked.</summary>
internal static class AdminOnlyExtensions
{
    /// <summary>Marks a route as <see cref="AdminOnly"/>.</summary>
    public static TBuilder ForAdmins<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(AdminOnly.Mark);
}
