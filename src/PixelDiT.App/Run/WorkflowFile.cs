using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Workflows;
using PixelDiT.Imaging;

namespace PixelDiT.App.Run;

/// <summary>A workflow as a file holds it.</summary>
/// <param name="Json">The graph.</param>
/// <param name="Form">Its form; never <see cref="WorkflowForm.Neither"/>.</param>
/// <param name="ExtraPngInfo">What images that it makes are to carry beside the graph; null for nothing.</param>
internal sealed record LoadedWorkflow(JsonObject Json, WorkflowForm Form, JsonObject? ExtraPngInfo);

/// <summary>Reads the file that <c>pixeldit run</c> is given.</summary>
internal static class WorkflowFile
{
    /// <summary>The graph, from JSON that holds the graph in either form or something around it, or from a PNG image that carries it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="PromptFormatException">It holds no graph.</exception>
    public static LoadedWorkflow Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return IsPng(bytes) ? FromImage(bytes, path) : FromJson(WorkflowJson.Parse(bytes));
    }

    private static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']);

    private static LoadedWorkflow FromJson(JsonNode? json)
    {
        var found = WorkflowForms.Recognize(json);
        if (found.Form != WorkflowForm.Neither)
        {
            return Load((JsonObject)json!, found.Form, null);
        }

        if (found.Inner is not { } inner)
        {
            throw new PromptFormatException("This is no workflow", found.Hint);
        }

        // A request says what images are to carry.
        var extra = json!["extra_data"] is JsonObject data ? data["extra_pnginfo"] as JsonObject : null;
        return Load((JsonObject)inner.DeepClone(), WorkflowForms.Recognize(inner).Form, (JsonObject?)extra?.DeepClone());
    }

    // Images made from an editor's file carry it, as those of the front end do.
    private static LoadedWorkflow Load(JsonObject json, WorkflowForm form, JsonObject? extra) =>
        new(json, form, extra ?? (form == WorkflowForm.Editor ? new JsonObject { ["workflow"] = json.DeepClone() } : null));

    private static LoadedWorkflow FromImage(byte[] png, string path)
    {
        IReadOnlyList<PngTextEntry> texts;
        try
        {
            texts = PngText.Read(png, Path.GetFileName(path));
        }
        catch (ImageException e)
        {
            throw new PromptFormatException("The image is damaged", e.Message, e);
        }

        PromptFormatException? damage = null;
        var (prompt, workflow) = (Graph("prompt", WorkflowForm.Api), Graph("workflow", WorkflowForm.Editor));
        // The graph that was run says exactly how the image came about; the editor's file may have been changed by its front end meanwhile.
        if (prompt is not null)
        {
            return Load(prompt, WorkflowForm.Api, workflow is null ? null : new JsonObject { ["workflow"] = workflow });
        }

        return workflow is not null ? Load(workflow, WorkflowForm.Editor, null) : throw damage ?? new PromptFormatException(
            "The image carries no workflow",
            texts.Count == 0 ? "it has no texts at all" : $"its texts are {string.Join(", ", texts.Take(10).Select(t => $"'{t.Keyword}'"))}; 'prompt' or 'workflow' with a graph in it is needed");

        JsonObject? Graph(string keyword, WorkflowForm form)
        {
            try
            {
                return texts.FirstOrDefault(t => t.Keyword == keyword).Text is { } text && WorkflowJson.Parse(Encoding.UTF8.GetBytes(text)) is JsonObject json
                    && WorkflowForms.Recognize(json).Form == form ? json : null;
            }
            catch (PromptFormatException e)
            {
                // The other text may be good.
                damage ??= new PromptFormatException($"The text '{keyword}' in the image is damaged", e.Message, e);
                return null;
            }
        }
    }
}
