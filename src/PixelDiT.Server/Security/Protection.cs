using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Security;

/// <summary>Puts the guards in front of the routes; a guard that has nothing to do is left out.</summary>
internal static class Protection
{
    private static readonly string[] LoopbackHosts = ["localhost", "*.localhost", "127.0.0.1", "[::1]"];

    /// <summary>Adds what the guards need.</summary>
    public static void AddProtection(this IServiceCollection services, ServerOptions options)
    {
        var security = options.Security;
        services.AddSingleton(new KeyRing(security.Keys));
        services.AddSingleton<AllowedOrigins>();
        services.AddSingleton<SubmitLimiter>();
        services.AddSingleton<ImageSlots>();
        services.AddSingleton<UploadCheck>();
        if (security.SubmitRate is not null)
        {
            services.AddRateLimiter(_ => { });
            services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(
                s => new ConfigureNamedOptions<RateLimiterOptions>(Options.DefaultName, s.GetRequiredService<SubmitLimiter>().Configure));
        }

        if (security.AllowedHosts.Count > 0)
        {
            services.AddHostFiltering(hosts => hosts.AllowedHosts = [.. security.AllowedHosts, .. LoopbackHosts]);
        }
    }

    /// <summary>The guards that look at the request alone, in their order: who speaks, for which host, from which page, with which key.</summary>
    public static void UseProtection(this IApplicationBuilder app, ServerOptions options)
    {
        var security = options.Security;
        if (security.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders(Forwarded(security));
        }

        if (security.AllowedHosts.Count > 0)
        {
            app.UseHostFiltering();
        }

        if (options.CorsOrigin is { } origin)
        {
            app.UseMiddleware<CorsHeaders>(origin);
        }
        else
        {
            app.UseMiddleware<OriginGuard>();
        }

        if (security.Keys.Count > 0)
        {
            app.UseMiddleware<KeyGuard>();
        }
    }

    /// <summary>The guards that look at the route; to be put behind routing.</summary>
    public static void UseRouteProtection(this IApplicationBuilder app, ServerOptions options)
    {
        if (options.Security.Keys.Count > 0)
        {
            app.UseMiddleware<AdminGuard>();
        }

        if (options.Security.SubmitRate is not null)
        {
            app.UseRateLimiter();
        }
    }

    private static ForwardedHeadersOptions Forwarded(SecurityOptions security)
    {
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            // As many proxies as there are, each of them trusted.
            ForwardLimit = null,
        };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in security.ProxyNetworks)
        {
            forwarded.KnownIPNetworks.Add(network);
        }

        return forwarded;
    }
}
