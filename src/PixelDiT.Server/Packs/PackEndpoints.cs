using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Packs;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.Packs;

/// <summary><c>/pixeldit/packs</c>, a route of ours: which node packs there are and what is wrong with them.</summary>
internal static class PackEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapPacks(this IEndpointRouteBuilder routes) => routes.MapMethods("/pixeldit/packs", ApiRoutes.Read, GetPacks);

    private static Ok<PackList> GetPacks(ServerParts parts) => TypedResults.Ok(new PackList([.. parts.Packs.Select(p => new PackEntry(
        p.Name,
        p.Version,
        p.Module,
        p.Path,
        p.Source == PackSource.BuiltIn ? "built-in" : "custom",
        [.. p.Nodes.Select(n => n.Id)],
        [.. p.Faults.Select(f => new PackFaultEntry(f.TypeName, f.Message))],
        Math.Round(p.LoadTime.TotalMilliseconds, 1)))]));
}

/// <summary>All packs, in the order in which they were loaded.</summary>
internal sealed record PackList(IReadOnlyList<PackEntry> Packs);

/// <summary>One pack.</summary>
internal sealed record PackEntry(
    string Name,
    string? Version,
    string Module,
    string Path,
    string Source,
    IReadOnlyList<string> Nodes,
    IReadOnlyList<PackFaultEntry> Faults,
    double LoadMs);

/// <summary>Something that cannot be used; the type is null when the pack as a whole is meant.</summary>
internal sealed record PackFaultEntry(string? Type, string Message);
