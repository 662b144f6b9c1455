using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>The rows of protocol §5.2, and what §12 makes of requests that are no prompts.</summary>
public sealed class TopLevelErrorTests
{
    private readonly Bench _bench = new();

    [Test]
    public void NoPrompt_Text() => Assert.That(Json(PromptErrors.NoPrompt()), Is.EqualTo(
        """{"type":"no_prompt","message":"No prompt provided","details":"No prompt provided","extra_info":{}}"""));

    [Test]
    public void InvalidPromptId_Text() => Assert.That(Json(PromptErrors.InvalidPromptId()), Is.EqualTo(
        """{"type":"invalid_prompt_id","message":"prompt_id must be a valid UUID","details":"prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one","extra_info":{}}"""));

    [TestCase("""{"1": {"inputs": {}}}""", "Node 'ID #1' has no class_type. The workflow may be corrupted or a custom node is missing.",
        """{"node_id":"1","class_type":null,"node_title":null}""")]
    [TestCase("""{"1": {"inputs": {}, "_meta": {"title": "My"}}}""", "Node 'My' has no class_type. The workflow may be corrupted or a custom node is missing.",
        """{"node_id":"1","class_type":null,"node_title":"My"}""")]
    [TestCase("""{"1": {"class_type": "Nope", "inputs": {}}}""", "Node 'Nope' not found. The custom node may not be installed.",
        """{"node_id":"1","class_type":"Nope","node_title":"Nope"}""")]
    [TestCase("""{"1": {"class_type": "Nope", "inputs": {}, "_meta": {"title": "My"}}}""", "Node 'My' not found. The custom node may not be installed.",
        """{"node_id":"1","class_type":"Nope","node_title":"My"}""")]
    [TestCase("""{"1": {"class_type": 5, "inputs": {}}}""", "Node '5' not found. The custom node may not be installed.",
        """{"node_id":"1","class_type":5,"node_title":5}""")]
    public void Validate_ClassMissing_NamesTheNode(string prompt, string message, string extra)
    {
        var error = _bench.Validate(prompt).Error!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Type, Is.EqualTo(ErrorTypes.MissingNodeType));
            Assert.That(error.Message, Is.EqualTo(message));
            Assert.That(error.Details, Is.EqualTo("Node ID '#1'"));
            Assert.That(error.ExtraInfo.ToJsonString(), Is.EqualTo(extra));
        });
    }

    [Test]
    public void Validate_UnknownClassNobodyReaches_IsRefusedToo() =>
        Assert.That(_bench.Validate("""{"1": {"class_type": "Show", "inputs": {"source": 1}}, "2": {"class_type": "Nope", "inputs": {}}}""").Error!.Type,
            Is.EqualTo(ErrorTypes.MissingNodeType));

    [Test]
    public void Validate_NoOutputNode_SaysSo() =>
        Assert.That(Json(_bench.Validate("""{"1": {"class_type": "Number", "inputs": {"value": 1}}}""").Error!),
            Is.EqualTo("""{"type":"prompt_no_outputs","message":"Prompt has no outputs","details":"","extra_info":{}}"""));

    [Test]
    public void Validate_OutputsFail_DetailsListTheErrorsOfTheOutputsThemselves()
    {
        var result = _bench.Validate("""
            {"1": {"class_type": "Typed", "inputs": {"steps": 0}}, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {}}, "4": {"class_type": "Sink", "inputs": {}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(result.Error!.Message, Is.EqualTo("Prompt outputs failed validation"));
            Assert.That(result.Error.Details, Is.EqualTo("Required input is missing: source\nRequired input is missing: source"));
            Assert.That(result.NodeErrors.Keys, Is.EqualTo(new[] { "1", "3", "4" }));
            Assert.That(result.Prompt, Is.Null);
        });
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"text\"")]
    [TestCase("""{"1": null}""")]
    [TestCase("""{"1": 5}""")]
    [TestCase("""{"1": []}""")]
    [TestCase("""{"1": {"class_type": "Show", "inputs": null}}""")]
    [TestCase("""{"1": {"class_type": "Show", "inputs": [1]}}""")]
    public void Validate_WrongJsonTypes_IsAnInvalidRequest(string prompt)
    {
        var result = _bench.Validator.Validate(JsonNode.Parse(prompt));

        Assert.Multiple(() =>
        {
            Assert.That(result.Error!.Type, Is.EqualTo(ErrorTypes.InvalidRequest));
            Assert.That(result.Error.Details, Is.Not.Empty);
            Assert.That(result.NodeErrors, Is.Empty);
        });
    }

    [Test]
    public void Validate_IdTwice_IsAnInvalidRequest() => Assert.That(
        _bench.Validator.Validate(JsonNode.Parse("""{"1": {"class_type": "Show", "inputs": {"source": 1}}, "1": {"class_type": "Show", "inputs": {"source": 1}}}""")).Error!.Type,
        Is.EqualTo(ErrorTypes.InvalidRequest));

    [Test]
    public void Validate_NumberOfManyDigits_IsAnInvalidRequest()
    {
        var prompt = $$"""{"1": {"class_type": "Show", "inputs": {"source": {"deep": [{{new string('9', 100_000)}}] } } } }""";

        Assert.That(_bench.Validator.Validate(JsonNode.Parse(Encoding.UTF8.GetBytes(prompt))).Error!.Type, Is.EqualTo(ErrorTypes.InvalidRequest));
    }

    [TestCase("""{"deep": {"class_type": "Show", "inputs": {"source": DEEP}}}""")]
    [TestCase("""{"deep": {"class_type": "Show", "inputs": {"source": [DEEP, 0]}}}""")]
    [TestCase("""{"deep": {"class_type": "Show", "inputs": {"source": {"__value__": DEEP}}}}""")]
    [TestCase("""{"deep": {"class_type": "Show", "inputs": {"source": 1}, "_meta": DEEP}}""")]
    public void Validate_NestedTooDeeply_IsAnInvalidRequestWhoeverParsedIt(string prompt)
    {
        const int Depth = 500;
        var deep = string.Concat(Enumerable.Repeat("""{"a":[""", Depth)) + string.Concat(Enumerable.Repeat("]}", Depth));
        var node = JsonNode.Parse(prompt.Replace("DEEP", deep), documentOptions: new System.Text.Json.JsonDocumentOptions { MaxDepth = 10 + (2 * Depth) });

        var error = _bench.Validator.Validate(node).Error!;

        Assert.That((error.Type, error.Message), Is.EqualTo((ErrorTypes.InvalidRequest, "The prompt is nested too deeply")));
    }

    [Test]
    public void Validate_NestedWithinBounds_IsFine() =>
        Assert.That(_bench.Validate($$"""{"1": {"class_type": "Show", "inputs": {"source": {"a": {{new string('[', 50)}}{{new string(']', 50)}} } } } }""").Error, Is.Null);

    [TestCase("1e400")]
    [TestCase("-1e400")]
    [TestCase("123456789012345678901234567890123456789012345678901234567890")]
    [TestCase("1e-400")]
    public void Validate_HugeNumber_IsAnsweredAndCanBePrinted(string number)
    {
        foreach (var (classType, input) in new[] { ("Show", "source"), ("Typed", "steps"), ("Typed", "cfg"), ("Typed", "text"), ("Typed", "flag"), ("Typed", "content") })
        {
            var result = _bench.Validate($$"""{"1": {"class_type": "{{classType}}", "inputs": {"{{input}}": {{number}} } }, "2": {"class_type": "Show", "inputs": {"source": ["1", 0]} } }""");

            Assert.That(result.NodeErrors.SelectMany(n => n.Value.Errors).Select(Json), Is.All.Not.Empty);
            Assert.That(result.Prompt?.Json.ToJsonString(), Is.Null.Or.Not.Empty);
        }
    }

    [Test]
    public void Validate_UnreachableNodeWithoutInputs_IsRefused()
    {
        var result = _bench.Validate("""{"1": {"class_type": "Show", "inputs": {"source": 1}}, "2": {"class_type": "Number"}}""");

        Assert.That(result.Error!.Type, Is.EqualTo(ErrorTypes.InvalidRequest));
        Assert.That(result.Error.Details, Does.Contain("#2"));
    }

    private static string Json(PromptError error) => Recorded.RecordedFixture.ToJson(error).ToJsonString();
}
