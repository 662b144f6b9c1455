using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Server.Files;
using PixelDiT.Server.Http;

namespace PixelDiT.Server.FrontEndSupport;

/// <summary><c>/extensions</c>, <c>/i18n</c>, <c>/workflow_templates</c>, <c>/global_subgraphs</c> (protocol §2.8).</summary>
internal static class FrontEndEndpoints
{
    /// <summary>Maps what exists with and without the prefix.</summary>
    public static void MapFrontEndSupport(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/extensions", ApiRoutes.Read, GetScripts);
        routes.MapMethods("/i18n", ApiRoutes.Read, GetTranslations);
        routes.MapMethods("/workflow_templates", ApiRoutes.Read, GetTemplates);
        routes.MapMethods("/global_subgraphs", ApiRoutes.Read, GetSubgraphs);
        routes.MapMethods("/global_subgraphs/{id}", ApiRoutes.Read, GetSubgraph);
    }

    /// <summary>Maps the templates of packs, which exist with the prefix only.</summary>
    public static void MapPackTemplates(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/api/workflow_templates/{pack}/{**name}", ApiRoutes.Read, GetTemplate);

    private static Results<SentFile, NotFound> GetTemplate(string pack, string? name, PackFiles files) => files.FindTemplate(pack, name ?? "") is { } path
        ? new SentFile(path, ContentTypes.Of(path))
        : TypedResults.NotFound();

    private static Ok<IReadOnlyList<string>> GetScripts(PackFiles files) => TypedResults.Ok(files.Scripts);

    private static RawJson GetTranslations(PackFiles files) => new(files.Translations.Value);

    private static RawJson GetTemplates(PackFiles files) => RawJson.Of(files.Templates, static (w, packs) =>
    {
        w.WriteStartObject();
        foreach (var (pack, names) in packs)
        {
            w.WriteStartArray(pack);
            foreach (var name in names)
            {
                w.WriteStringValue(name);
            }

            w.WriteEndArray();
        }

        w.WriteEndObject();
    });

    private static RawJson GetSubgraphs(PackFiles files) => RawJson.Of(files.Subgraphs, static (w, all) =>
    {
        w.WriteStartObject();
        foreach (var subgraph in all)
        {
            w.WritePropertyName(subgraph.Id);
            Write(w, subgraph, data: null);
        }

        w.WriteEndObject();
    });

    private static RawJson GetSubgraph(string id, PackFiles files) =>
        files.Subgraphs.FirstOrDefault(s => s.Id == id) is { } found && File.Exists(found.File)
            ? RawJson.Of((found, File.ReadAllText(found.File)), static (w, s) => Write(w, s.found, s.Item2))
            : new RawJson("null"u8.ToArray());

    // {"source":S,"name":N,"info":{"node_pack":P}[,"data":"JSON"]}
    private static void Write(Utf8JsonWriter w, PackSubgraph subgraph, string? data)
    {
        w.WriteStartObject();
        w.WriteString("source"u8, subgraph.Source);
        w.WriteString("name"u8, subgraph.Name);
        w.WriteStartObject("info"u8);
        w.WriteString("node_pack"u8, subgraph.NodePack);
        w.WriteEndObject();
        if (data is not null)
        {
            w.WriteString("data"u8, data);
        }

        w.WriteEndObject();
    }
}
