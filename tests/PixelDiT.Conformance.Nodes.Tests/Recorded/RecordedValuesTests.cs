using System.Text.Json.Nodes;
using PixelDiT.Conformance.Nodes.Tests.Support;
using PixelDiT.Graph.Execution;
using PixelDiT.Tests;

namespace PixelDiT.Conformance.Nodes.Tests.Recorded;

/// <summary>The recorded prompts over conditions, arithmetic, stubs and lists give, shown as text, what ComfyUI showed.</summary>
public class RecordedValuesTests : NodeFixture
{
    // A tensor as text is ours.
    private static readonly string[] Tensors = ["o03", "o04", "o05"];

    private static IEnumerable<TestCaseData> Prompts()
    {
        foreach (var scenario in new[] { "nodes_testing_values", "nodes_testing_lists" })
        {
            var exchanges = JsonNode.Parse(File.ReadAllText(TestData.File($"protocol/{scenario}.json")))!["events"]!.AsArray().Select(e => e!["http"]!).ToList();
            for (var i = 0; i < exchanges.Count; i += 2)
            {
                var history = exchanges[i + 1]["response"]!["json"]!.AsObject();
                yield return new TestCaseData(exchanges[i]["request"]!["json"]!["prompt"], history["<outputs only>"]).SetArgDisplayNames(scenario, $"{i / 2}");
            }
        }
    }

    [TestCaseSource(nameof(Prompts))]
    public async Task Run_RecordedPrompt_ShowsTheRecordedTexts(JsonNode prompt, JsonNode expected)
    {
        var validated = await Bench.Validator.ValidateAsync(prompt.DeepClone());
        var outcome = Bench.Run(validated.Prompt!);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), () => outcome.Error?.Exception.ToString() ?? "");
        var shown = outcome.Outputs.ToDictionary(o => o.Node.Id, o => o.Ui);
        var stubs = prompt["n03"]?["class_type"]?.GetValue<string>() == "StubImage";
        foreach (var (id, ui) in expected.AsObject().Where(e => !(stubs && Tensors.Contains(e.Key))))
        {
            Assert.That(shown[id].ToJsonString(), Is.EqualTo(ui!.ToJsonString()), id);
        }
    }
}
