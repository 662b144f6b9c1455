using System.Text.Json.Nodes;

namespace PixelDiT.Graph.Workflows;

/// <summary>The forms in which a workflow can be written.</summary>
public enum WorkflowForm
{
    /// <summary>Neither of the others.</summary>
    Neither,

    /// <summary>What the server runs: <c>{id: {class_type, inputs}}</c>.</summary>
    Api,

    /// <summary>What the editor saves: <c>{nodes, links, …}</c>.</summary>
    Editor,
}

/// <summary>What a JSON value is.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Hint">For <see cref="WorkflowForm.Neither"/> what it seems to be and what would be right; else empty.</param>
/// <param name="Inner">For a workflow that is wrapped in something else, the workflow itself: a part of the value. Else null.</param>
public sealed record Recognition(WorkflowForm Form, string Hint, JsonObject? Inner);

/// <summary>Tells the forms of workflows apart.</summary>
public static class WorkflowForms
{
    private const string Wanted = "a graph in API form {\"1\": {\"class_type\": …, \"inputs\": …}} or a workflow as the editor saves it {\"nodes\": […], \"links\": […]} is needed";

    /// <summary>Says what a JSON value is. Looks at shapes only: a recognized form may still have faults.</summary>
    /// <param name="value">Any value whose texts are valid (see <see cref="Prompts.PromptReader.Parse"/>).</param>
    public static Recognition Recognize(JsonNode? value)
    {
        try
        {
            return value switch
            {
                JsonObject members => Look(members),
                null => Neither("the value is null"),
                JsonArray => Neither("the value is a list"),
                _ => Neither(IsText(value) ? "the value is a text (perhaps JSON inside JSON)" : "the value is a single number or truth value"),
            };
        }
        // A JsonObject reads its text late: repeated names show when it is looked into, broken Unicode likewise.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return Neither($"the JSON is damaged ({e.Message})");
        }
    }

    private static Recognition Look(JsonObject value)
    {
        if (FormOf(value) is { } form)
        {
            return new Recognition(form, "", null);
        }

        return value["nodes"] is JsonArray ? Neither("this is the definition of a subgraph without the workflow around it")
            : IsNode(value) ? Neither("this is a single node")
            : Other(value);
    }

    private static WorkflowForm? FormOf(JsonNode? value) => value switch
    {
        not JsonObject => null,
        JsonObject members when members["nodes"] is JsonArray =>
            members.ContainsKey("inputNode") || members.ContainsKey("outputNode") ? null : WorkflowForm.Editor,
        JsonObject members when IsNode(members) => null,
        JsonObject members => members.Count == 0 || members.Any(m => m.Value is JsonObject node && IsNode(node)) ? WorkflowForm.Api : null,
    };

    private static Recognition Other(JsonObject value)
    {
        if (value["prompt"] is JsonArray { Count: >= 3 } item)
        {
            return Wrapped("this is an entry of the history or the queue", item[2], "its graph is the third element of 'prompt'");
        }

        if (value.TryGetPropertyValue("prompt", out var prompt))
        {
            return IsText(prompt)
                ? Neither("'prompt' is a text (perhaps JSON inside JSON, as image files carry it)")
                : Wrapped("this is a whole request", prompt, "its graph is the member 'prompt'");
        }

        if (value.TryGetPropertyValue("workflow", out var workflow))
        {
            return FormOf(workflow) is null && workflow is JsonObject job && job.ContainsKey("prompt")
                ? Wrapped("this is a job as /api/jobs gives it", job["prompt"], "its graph is 'prompt' in 'workflow'")
                : Wrapped("this is a workflow within another object", workflow, "it is the member 'workflow'");
        }

        if (value["extra_pnginfo"] is JsonObject info)
        {
            return Wrapped("this is the extra data of a request", info["workflow"], "its workflow is 'workflow' in 'extra_pnginfo'");
        }

        if (value.ContainsKey("queue_running") || value.ContainsKey("queue_pending"))
        {
            return Neither("this is the whole queue");
        }

        if (value.ContainsKey("nodes") || value.ContainsKey("links") || value.ContainsKey("last_node_id"))
        {
            return Neither("this looks like an editor's workflow, but 'nodes' is no list");
        }

        if (value.First().Value is JsonObject first)
        {
            if (first["prompt"] is JsonArray)
            {
                return Neither("this is the history; its entries hold graphs as the third element of 'prompt'");
            }

            if (first.ContainsKey("input") && first.ContainsKey("output"))
            {
                return Neither("this is the description of node classes (object_info)");
            }
        }

        return Neither("this is something else");
    }

    private static bool IsNode(JsonObject value) => IsText(value["class_type"]) || (value["inputs"] is JsonObject && value.ContainsKey("class_type"));

    private static Recognition Wrapped(string what, JsonNode? inner, string where) =>
        FormOf(inner) is null ? Neither($"{what}, but there is no workflow in it") : new Recognition(WorkflowForm.Neither, $"{what}: {where}; {Wanted}", (JsonObject)inner!);

    private static Recognition Neither(string what) => new(WorkflowForm.Neither, $"{what}; {Wanted}", null);

    private static bool IsText(JsonNode? value) => value is JsonValue && value.GetValueKind() == System.Text.Json.JsonValueKind.String;
}
