using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PixelDiT.Graph.Workflows;
using PixelDiT.Server.Http;
using PixelDiT.Server.Prompts;
using PixelDiT.Server.Security;

namespace PixelDiT.Server.Workflows;

/// <summary><c>POST /api/pixeldit/convert</c>, a route of ours: an editor's workflow in, the graph that would run out.</summary>
internal static class ConvertEndpoint
{
    /// <summary>Maps the area; under <c>/api</c> only. Limited like submissions: a large workflow is as much work.</summary>
    public static void MapConvert(this IEndpointRouteBuilder routes) => routes.MapPost("/pixeldit/convert", Convert).WithMetadata(SubmitsJobs.Mark);

    // {"prompt":{ID:NODE,...},"warnings":[{"node_id":ID|null,"message":M},...]}
    private static Results<RawJson, BadRequest<PromptRefused>> Convert(JsonBody body, WorkflowConverter converter)
    {
        if (body.Problem is { } problem)
        {
            return TypedResults.BadRequest(PromptRefused.Invalid(problem));
        }

        var found = WorkflowForms.Recognize(body.Value);
        var workflow = found.Inner ?? body.Value;
        if (found.Form == WorkflowForm.Neither && found.Inner is null)
        {
            return TypedResults.BadRequest(PromptRefused.Of(WorkflowErrorTypes.BadFormat, "This is no workflow", found.Hint));
        }

        if (WorkflowForms.Recognize(workflow).Form == WorkflowForm.Api)
        {
            return TypedResults.BadRequest(PromptRefused.Of(WorkflowErrorTypes.BadFormat, "This is no editor-form workflow", "it is in API form already, and needs no conversion"));
        }

        var result = converter.Convert(workflow);
        return result.Prompt is { } prompt
            ? RawJson.Of((prompt, result.Notices), static (w, s) =>
            {
                w.WriteStartObject();
                w.WritePropertyName("prompt"u8);
                s.prompt.WriteTo(w);
                w.WriteStartArray("warnings"u8);
                foreach (var (nodeId, message) in s.Notices)
                {
                    w.WriteStartObject();
                    w.WriteString("node_id"u8, nodeId);
                    w.WriteString("message"u8, message);
                    w.WriteEndObject();
                }

                w.WriteEndArray();
                w.WriteEndObject();
            })
            : TypedResults.BadRequest(new PromptRefused(result.Error!, result.NodeErrors));
    }
}
