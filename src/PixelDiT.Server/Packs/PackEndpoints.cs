using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Packs;
using PixelDiT.Server.Hosting;
using PixelDiT.Server.Http;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Packs;

/// <summary><c>/pixeldit/packs</c>, a route of ours: which node packs there are and what is wrong with them.</summary>
internal static class PackEndpoints
{
    /// <summary>Maps the area.</summary>
    public static void MapPacks(this IEndpointRouteBuilder routes) => routes.MapMethods("/pixeldit/packs", ApiRoutes.Read, GetPacks);

    private static Ok<PackList> GetPacks(ServerParts parts, Caller caller) =>
        TypedResults.Ok(new PackList([.. parts.Packs.Select(p => Entry(p, ShownPath.Of(caller, parts.Folders, p.Path)))]));

    private static PackEntry Entry(LoadedPack pack, string path) => new(
        pack.Name,
        pack.Version,
        pack.Module,
        path,
        pack.Source == PackSource.BuiltIn ? "built-in" : "custom",
        [.. pack.Nodes.Select(n => n.Id)],
        // A fault may name the file that it is about.
        [.. pack.Faults.Select(f => new PackFaultEntry(f.TypeName, f.Message.Replace(pack.Path, path)))],
        Math.Round(pack.LoadTime.TotalMilliseconds, 1));
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
