using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Workflows;

/// <summary>The published template in editor form, and workflows/pixeldit_t2i.api.json, which is its export.</summary>
public class TemplateConversionTests
{
    private static readonly string Folder = Path.Combine(TestData.File("e2e_cases.json"), "../../../workflows");

    [Test]
    public void Convert_PublishedTemplate_IsTheApiWorkflow()
    {
        using var host = new TestHost();

        var result = new WorkflowConverter(host.Registry, host.Services).Convert(JsonNode.Parse(File.ReadAllText(TestData.File("image_pixeldit_t2i.json"))));

        Assert.That(result.Error, Is.Null);
        Assert.That(Text(result.Prompt), Is.EqualTo(Text(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "pixeldit_t2i.api.json"))))));
        Assert.That(result.Notices.Select(n => (n.NodeId, n.Message)), Is.EqualTo(new[] { ("46", "node 46 (ResolutionSelector): no value is saved for 'multiple'; defaults were taken") }));
    }

    [Test]
    public void EditorWorkflow_IsThePublishedTemplate() =>
        Assert.That(File.ReadAllText(Path.Combine(Folder, "pixeldit_t2i.json")), Is.EqualTo(File.ReadAllText(TestData.File("image_pixeldit_t2i.json"))));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string? Text(JsonNode? json) => json?.ToJsonString(Indented);
}
