using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Declarations;
using PixelDiT.Server.Devices;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Info;

/// <summary><c>/object_info</c>, <c>/system_stats</c>, <c>/features</c> (protocol §2.4) and the plain start page.</summary>
internal static class InfoEndpoints
{
    private static readonly string Version =
        typeof(InfoEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Maps the area.</summary>
    public static void MapInfo(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/object_info", ApiRoutes.Read, GetAllNodes);
        routes.MapMethods("/object_info/{classType}", ApiRoutes.Read, GetNode);
        routes.MapMethods("/system_stats", ApiRoutes.Read, GetSystemStats);
        routes.MapMethods("/features", ApiRoutes.Read, GetFeatures);
    }

    /// <summary>Maps the page shown where no front end is configured.</summary>
    public static void MapStartPage(this IEndpointRouteBuilder routes) => routes.MapMethods("/", ApiRoutes.Read, GetStartPage);

    /// <summary>The flags that clients are told.</summary>
    public static Features FeaturesOf(ServerOptions options) => new(
        SupportsPreviewMetadata: true,
        SupportsModelTypeTags: true,
        options.MaxUploadBytes,
        new FeatureExtensions(new ManagerFeatures(SupportsV4: false)),
        NodeReplacements: true,
        Assets: false);

    private static RawJson GetAllNodes(ServerParts parts, ILogger<JsonBody> logger) => Entries(parts.Registry.Nodes, parts, logger);

    private static RawJson GetNode(string classType, ServerParts parts, ILogger<JsonBody> logger) =>
        Entries(parts.Registry.Find(classType) is { } node ? [node] : [], parts, logger);

    private static RawJson Entries(IEnumerable<NodeDeclaration> nodes, ServerParts parts, ILogger logger) =>
        RawJson.Of((nodes, parts, logger), static (w, s) =>
        {
            w.WriteStartObject();
            foreach (var node in s.nodes)
            {
                if (Entry(node, s.parts, s.logger) is { } entry)
                {
                    w.WritePropertyName(node.Id);
                    entry.WriteTo(w);
                }
            }

            w.WriteEndObject();
        });

    // A pack's choice source may throw anything; the other classes must stay visible.
    private static JsonObject? Entry(NodeDeclaration node, ServerParts parts, ILogger logger)
    {
        try
        {
            return ObjectInfo.Write(node, parts.Services);
        }
        catch (Exception e)
        {
            HttpLog.ObjectInfoFault(logger, node.Id, e);
            return null;
        }
    }

    private static Ok<SystemStats> GetSystemStats(IDeviceInfo devices, ServerOptions options, Caller caller)
    {
        var (total, free) = MachineMemory.Read();
        return TypedResults.Ok(new SystemStats(
            new SystemFacts(
                OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux",
                total,
                free,
                ComfyVersions.Server,
                ComfyVersions.Frontend,
                InstalledTemplatesVersion: null,
                ComfyVersions.Templates,
                ComfyPackageVersions: [new PackageVersion("comfyui-frontend-package", null, ComfyVersions.Frontend)],
                PythonVersion: RuntimeInformation.FrameworkDescription,
                devices.LibraryVersion,
                EmbeddedPython: false,
                DeployEnvironment: "pixeldit-nodes",
                // Which files and addresses the server was started with is for admins.
                caller.Scope is null ? options.CommandLine : ["pixeldit"],
                Version),
            [.. devices.GetDevices().Select(d => new DeviceEntry(
                d.Name, d.Type, d.Index, d.MemoryTotal, d.MemoryFree, d.LibraryMemoryTotal, d.LibraryMemoryFree))]));
    }

    private static Ok<Features> GetFeatures(ServerOptions options) => TypedResults.Ok(FeaturesOf(options));

    private static ContentHttpResult GetStartPage(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store, must-revalidate";
        response.Headers.Pragma = "no-cache";
        response.Headers.Expires = "0";
        return TypedResults.Content(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>PixelDiT.Nodes</title>
            <h1>PixelDiT.Nodes {Version}</h1>
            <p>A ComfyUI-compatible backend. This is its API; no front end is configured (<code>--front-end-root DIRECTORY</code>).</p>
            <ul>
            <li><a href="/system_stats">system_stats</a></li>
            <li><a href="/object_info">object_info</a></li>
            <li><a href="/models">models</a></li>
            <li><a href="/queue">queue</a></li>
            <li><a href="/history?max_items=20">history</a></li>
            </ul>
            </html>

            """,
            "text/html",
            Encoding.UTF8);
    }
}
