using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;

namespace MyNodes.Tests;

internal sealed class MyNodesTests
{
    [Test]
    public void ShoutText_TwoMarks_IsLoud()
    {
        var node = new ShoutText { Text = "hello", Marks = 2 };

        Assert.That(node.Run(null!).Outputs, Is.EqualTo(new[] { "HELLO!!" }));
    }

    [TestCase("""{"1": {"class_type": "CountWords", "inputs": {"text": "one two three"}}}""", "3 words")]
    [TestCase("""{"1": {"class_type": "ShoutAgain", "inputs": {"text": "hi there", "times": 3}}, "2": {"class_type": "CountWords", "inputs": {"text": ["1", 0]}}}""", "2 words")]
    public async Task Graph_Run_ShowsText(string prompt, string text)
    {
        var registry = new NodeRegistry();
        registry.AddPack(typeof(ShoutText).Assembly, "custom_nodes.MyNodes");
        var services = new NodeServices();
        var valid = await new PromptValidator(registry, services).ValidateAsync(JsonNode.Parse(prompt));
        Assert.That(valid.NodeErrors, Is.Empty);

        var outcome = new GraphExecutor(registry, services, new ExecutorOptions())
            .Execute(new ExecutionRequest { PromptId = "test", Prompt = valid.Prompt! }, new SilentObserver(), CancellationToken.None);

        Assert.That(outcome.Error?.Exception, Is.Null);
        Assert.That((string?)outcome.Outputs[0].Ui["text"]![0], Is.EqualTo(text));
    }
}
