using static PixelDiT.Server.OpenApi.Catalogue.Say;

namespace PixelDiT.Server.OpenApi.Catalogue;

/// <summary>What web front ends ask for.</summary>
internal static class FrontEndEntries
{
    public static readonly ApiEntry[] All =
    [
        Get("/api/extensions", "front ends", "Scripts that packs bring for front ends") with { Answers = [Ok("Their addresses.")] },
        Get("/extensions/{pack}/{name}", "front ends", "A file that a pack brings for front ends") with
        {
            Parameters = [InPath("pack", "The pack."), InPath("name", "The file.")], Answers = [Answer(200, "The file.", "application/javascript application/octet-stream"), Answer(404, "There is no such file.")],
        },
        Get("/api/i18n", "front ends", "Translations that packs bring") with { Answers = [Ok("Language → texts.")] },
        Get("/api/workflow_templates", "front ends", "Template workflows that packs bring") with { Answers = [Ok("Pack → names.")] },
        Get("/api/workflow_templates/{pack}/{name}", "front ends", "A template workflow, or its picture") with
        {
            Parameters = [InPath("pack", "The pack."), InPath("name", "The file.")], Answers = [Answer(200, "The file.", "application/json image/jpeg"), Answer(404, "There is no such file.")],
        },
        Get("/api/global_subgraphs", "front ends", "Subgraphs that are there for every workflow") with { Answers = [Ok("Id → where it comes from.")] },
        Get("/api/global_subgraphs/{id}", "front ends", "One of those subgraphs") with { Parameters = [InPath("id", "Its id.")], Answers = [Ok("The subgraph, or null.")] },
        Get("/api/features", "front ends", "What this server can do") with { Answers = [Answer(200, "Feature → value.")] },
        Get("/internal/files/{type}", "front ends", "Files of a folder, newest first") with
        {
            Parameters = [InPath("type", "output, input or temp.")], Answers = [Ok("Names with the folder at their end."), Answer(400, "There is no such folder."), Answer(507, "A preview that was in memory cannot be written to the temp folder.")],
        },
    ];
}
