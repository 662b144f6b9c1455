using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.App.Run;

/// <summary>Reads the file that <c>pixeldit run</c> is given.</summary>
internal static class WorkflowFile
{
    /// <summary>The graph, from a file that holds the graph itself or a whole request around it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="PromptFormatException">It holds no graph in API form.</exception>
    public static (JsonObject Prompt, JsonObject? ExtraPngInfo) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var text = bytes.AsSpan();
        if (PromptReader.Parse(text.StartsWith("\uFEFF"u8) ? text[3..] : text) is not JsonObject workflow)
        {
            throw new PromptFormatException("This is no workflow", "the file holds no JSON object");
        }

        if (workflow["nodes"] is JsonArray)
        {
            throw new PromptFormatException(
                "This workflow is in the editor's form, which cannot be run yet", "export it in API form (in the front end: Workflow, Export (API))");
        }

        if (workflow["prompt"] is not JsonObject prompt || prompt.ContainsKey("class_type"))
        {
            return (workflow, null);
        }

        workflow.Remove("prompt");
        return (prompt, workflow["extra_data"] is JsonObject extra ? extra["extra_pnginfo"] as JsonObject : null);
    }
}
