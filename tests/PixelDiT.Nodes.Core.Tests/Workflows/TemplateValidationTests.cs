using System.Text.Json.Nodes;
using PixelDiT.Graph.Validation;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Workflows;

public class TemplateValidationTests
{
    private const string Network = "pixeldit_1300m_1024px_bf16.safetensors";
    private const string TextEncoder = "gemma_2_2b_it_elm_bf16.safetensors";

    [Test]
    public async Task ValidateAsync_TemplateWithItsModelsInPlace_HasNoFaults()
    {
        using var host = Host(Network);
        var result = await new PromptValidator(host.Registry, host.Services).ValidateAsync(Template());
        Assert.Multiple(() =>
        {
            Assert.That(result.Error, Is.Null);
            Assert.That(result.NodeErrors, Is.Empty);
            Assert.That(result.Prompt!.Outputs, Is.EqualTo(new[] { "43" }));
        });
    }

    [Test]
    public async Task ValidateAsync_TemplateWithoutItsNetwork_SaysWhereItBelongsAndWhatIsNear()
    {
        using var host = Host("pixeldit_1300m_1024px_mxfp8.safetensors");
        var result = await new PromptValidator(host.Registry, host.Services).ValidateAsync(Template());
        var error = result.NodeErrors["44:2"].Errors.Single();
        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo(ErrorTypes.ValueNotInList));
            Assert.That(error.Details + error.ExtraInfo.ToJsonString(), Does.Contain("models/diffusion_models").And.Contain("pixeldit_1300m_1024px_mxfp8.safetensors"));
        });
    }

    private static TestHost Host(string network)
    {
        var host = new TestHost();
        File.WriteAllBytes(host.ModelPath("diffusion_models", network), []);
        File.WriteAllBytes(host.ModelPath("text_encoders", TextEncoder), []);
        return host;
    }

    private static JsonNode? Template() => JsonNode.Parse(File.ReadAllText(Path.Combine(TestData.File("e2e_cases.json"), "../../../workflows/pixeldit_t2i.api.json")));
}
