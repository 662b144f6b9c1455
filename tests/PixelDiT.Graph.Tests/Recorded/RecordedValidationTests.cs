using System.Text.Json.Nodes;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Recorded;

/// <summary>Every recorded POST /prompt of the validation scenarios, answered by our validator and compared with ComfyUI's answer.</summary>
public sealed class RecordedValidationTests
{
    // What we do otherwise on purpose (protocol §12, §5.4), or leave to the part that handles whole requests.
    private static readonly Dictionary<string, string> Otherwise = new()
    {
        ["slot -1"] = "a negative slot is refused",
        ["two outputs reach the cycle"] = "the first output in prompt order is looked at first, ComfyUI takes any",
        ["inputs is a list"] = "400 instead of 500",
        ["a node is a number"] = "400 instead of 500",
        ["a node is null"] = "400 instead of 500",
        ["prompt is a list"] = "400 instead of 500",
        ["prompt is text"] = "400 instead of 500",
        ["prompt is null"] = "400 instead of 500",
    };

    // What Python and .NET say of the same fault in a validator.
    private static readonly string[] MissingKey = ["'input2'", "The given key 'input2' was not present in the dictionary."];

    private static IEnumerable<TestCaseData> Exchanges()
    {
        var folder = Path.GetDirectoryName(PixelDiT.Tests.TestData.File("protocol/README.md"))!;
        foreach (var file in Directory.EnumerateFiles(folder, "validation_*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var (e, index) in ((JsonArray)RecordedFixture.ReadJson(name)["events"]!).Select((e, i) => (e!, i)))
            {
                var note = (string?)e["note"] ?? "";
                if (e["http"]?["request"] is JsonObject request && (string?)request["path"] == "/prompt" && (string?)request["method"] == "POST"
                    && request["json"] is JsonObject body && body.ContainsKey("prompt") && !Otherwise.ContainsKey(note) && !body.ContainsKey("prompt_id"))
                {
                    yield return new TestCaseData(name, index).SetArgDisplayNames(name, index.ToString(), note);
                }
            }
        }
    }

    [TestCaseSource(nameof(Exchanges))]
    public void Validate_RecordedPrompt_AnswersAsComfyUI(string scenario, int index)
    {
        var exchange = RecordedFixture.ReadJson(scenario)["events"]![index]!["http"]!;
        var body = (JsonObject)exchange["request"]!["json"]!.DeepClone();
        var response = exchange["response"]!;
        var prompt = body["prompt"];
        body.Remove("prompt");

        var result = new PromptValidator(RecordedFixture.Registry, RecordedFixture.Services).Validate(prompt);

        var accepted = (int)response["status"]! == 200;
        Assert.That(result.Error is null, Is.EqualTo(accepted), () => result.Error?.ToString() ?? "accepted");
        if (!accepted)
        {
            Assert.That(RecordedFixture.ToJson(result.Error!).ToJsonString(), Is.EqualTo(response["json"]!["error"]!.ToJsonString()));
        }

        AssertNodeErrors(result, (JsonObject)response["json"]!["node_errors"]!);
    }

    private static void AssertNodeErrors(ValidationResult result, JsonObject expected)
    {
        Assert.That(result.NodeErrors.Keys, Is.EquivalentTo(expected.Select(e => e.Key)));
        foreach (var (id, node) in expected)
        {
            var actual = result.NodeErrors[id];
            Assert.Multiple(() =>
            {
                Assert.That(actual.ClassType, Is.EqualTo((string?)node!["class_type"]));
                // ComfyUI also lists unrelated outputs (protocol §12 row 13), never fewer.
                Assert.That(actual.DependentOutputs, Is.Not.Empty.And.SubsetOf(((JsonArray)node["dependent_outputs"]!).Select(o => (string?)o)));
                Assert.That(actual.Errors.Select(e => Comparable(RecordedFixture.ToJson(e))), Is.EquivalentTo(((JsonArray)node["errors"]!).Select(e => Comparable((JsonObject)e!.DeepClone()))));
            });
        }
    }

    private static string Comparable(JsonObject error)
    {
        var info = (JsonObject)error["extra_info"]!;
        info.Remove("traceback");
        if (MissingKey.Contains((string?)info["exception_message"]))
        {
            (error["details"], info["exception_message"], info["exception_type"]) = ("a key is missing", null, null);
        }

        if (info.Remove("searched"))
        {
            info.Remove("near_names");
            var details = (string)error["details"]!;
            error["details"] = details[..details.IndexOf(" (", StringComparison.Ordinal)];
        }

        // The order of the options is not contract, and help texts are ours.
        if (info["input_config"] is JsonArray { Count: 2 } config && config[1] is JsonObject options)
        {
            config[1] = new JsonObject(options.Where(o => o.Key != "tooltip").OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => KeyValuePair.Create(o.Key, o.Value?.DeepClone())));
        }

        return error.ToJsonString();
    }
}
