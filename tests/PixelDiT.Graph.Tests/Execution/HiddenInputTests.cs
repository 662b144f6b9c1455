using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.7, and what else a node gets besides its inputs.</summary>
public sealed class HiddenInputTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Execute_HiddenInputs_AreFilledByTheServer()
    {
        var prompt = Bench.Accept(_bench.Validate("""{"7": {"class_type": "Hidden", "inputs": {"value": "5", "unique_id": "forged"}}}"""));

        var outcome = _bench.Executor.Execute(
            new ExecutionRequest { PromptId = "p", Prompt = prompt, ExtraPngInfo = new JsonObject { ["workflow"] = 1 } }, new Recorder(), default);

        Assert.That((string?)outcome.Outputs.Single().Ui["text"]![0], Is.EqualTo(
            """7 {"7":{"class_type":"Hidden","inputs":{"value":5,"unique_id":"forged"}}} {"workflow":1}"""), "coerced values are written back");
    }

    [Test]
    public void Execute_Fingerprints_ArePartOfTheHiddenPromptOnly()
    {
        var prompt = Bench.Accept(_bench.Validate("""
            {"1": {"class_type": "Changing", "inputs": {"mark": 2}, "is_changed": ["forged"]}, "2": {"class_type": "Hidden", "inputs": {"value": 1, "source": ["1", 0]}}}
            """));

        var outcome = _bench.Run(prompt);

        Assert.Multiple(() =>
        {
            Assert.That((string?)outcome.Outputs.Single().Ui["text"]![0], Does.Contain("\"is_changed\":[2.0]"));
            Assert.That(prompt.Json.ToJsonString(), Does.Contain("\"is_changed\":[\"forged\"]"), "the stored prompt stays as it was submitted");
        });
    }

    [Test]
    public void Execute_PropertyThrows_IsTheErrorItself()
    {
        var error = _bench.Run("""{"7": {"class_type": "Hidden", "inputs": {"value": 13}}}""").Error!;

        Assert.That((error.Message, error.ExceptionType), Is.EqualTo(("not thirteen\n", "System.IO.InvalidDataException")));
    }

    [Test]
    public void Execute_CycleThatWasNotValidated_IsAnErrorInsteadOfASuccess()
    {
        var graph = PromptReader.Read(JsonNode.Parse("""{"1": {"class_type": "Sink", "inputs": {"source": ["1", 0]}}}"""));
        var prompt = new ValidatedPrompt(graph, ["1"], []);

        Assert.That(_bench.Run(prompt).Error?.ExceptionType, Is.EqualTo("graph.DependencyCycleError"));
        Assert.That(_bench.Run("""{"1": {"class_type": "Sink", "inputs": {"source": 1}}}""").Status, Is.EqualTo(ExecutionStatus.Success));
    }
}
