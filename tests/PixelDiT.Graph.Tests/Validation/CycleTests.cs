using System.Text.Json.Nodes;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation;

public sealed class CycleTests
{
    private readonly Bench _bench = new();

    [Test]
    public void Validate_LongCycle_EveryNodeOfItNamesTheCycle()
    {
        var result = _bench.Validate("""
            {"a": {"class_type": "Join", "inputs": {"first": ["b", 0]}}, "b": {"class_type": "Join", "inputs": {"first": ["c", 0]}},
             "c": {"class_type": "Join", "inputs": {"first": ["a", 0]}}, "o": {"class_type": "Show", "inputs": {"source": ["b", 0]}}}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(result.NodeErrors.Keys, Is.EquivalentTo(new[] { "a", "b", "c" }));
            foreach (var (id, node) in result.NodeErrors)
            {
                var error = node.Errors.Single();
                Assert.That(error.Type, Is.EqualTo(ErrorTypes.DependencyCycle));
                Assert.That(error.Details, Is.EqualTo("b (Join) -> c (Join) -> a (Join) -> b (Join)"));
                Assert.That(error.ExtraInfo.ToJsonString(), Is.EqualTo($$"""{"node_id":"{{id}}","cycle_nodes":["b","c","a"]}"""));
                Assert.That(node.DependentOutputs, Is.EqualTo(new[] { "o" }));
            }
        });
    }

    [Test]
    public void Validate_CycleNoOutputReaches_IsFineAndTheRestRuns()
    {
        var outcome = _bench.Run("""
            {"1": {"class_type": "Join", "inputs": {"first": ["2", 0]}}, "2": {"class_type": "Join", "inputs": {"first": ["1", 0]}},
             "3": {"class_type": "Show", "inputs": {"source": 1}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "3" }));
    }

    [Test]
    public void Validate_CycleOfTenThousandWithBackLinksEverywhere_IsAnsweredInBoundedSize()
    {
        const int Count = 10_000;
        var prompt = new JsonObject { ["out"] = Node("Show", ("source", "0")) };
        for (var i = 0; i < Count; i++)
        {
            prompt[$"{i}"] = Node("Join", ("first", "0"), ("second", $"{Math.Min(i + 1, Count - 1)}"));
        }

        var result = _bench.Validator.Validate(prompt);

        Assert.Multiple(() =>
        {
            Assert.That(result.NodeErrors, Has.Count.EqualTo(Count));
            Assert.That(result.NodeErrors.Sum(n => n.Value.Errors.Sum(e => (long)e.Details.Length)), Is.LessThan(20_000_000));
        });
    }

    [Test]
    public void Validate_ChainOfTwentyThousand_PassesAndRuns()
    {
        const int Count = 20_000;
        var prompt = new JsonObject { ["out"] = Node("Show", ("source", $"{Count - 1}")), ["0"] = new JsonObject { ["class_type"] = "Join", ["inputs"] = new JsonObject { ["first"] = 1 } } };
        for (var i = 1; i < Count; i++)
        {
            prompt[$"{i}"] = new JsonObject { ["class_type"] = "Sink", ["inputs"] = new JsonObject { ["source"] = new JsonArray($"{i - 1}", 0) } };
        }

        var outcome = _bench.Run(Bench.Accept(_bench.Validator.Validate(prompt)));

        Assert.That(outcome.Executed, Is.EqualTo(Enumerable.Range(0, Count).Select(i => $"{i}").Append("out")));
    }

    [Test]
    public void Validate_FanOfTwentyThousand_PassesAndRuns()
    {
        const int Count = 20_000;
        var prompt = new JsonObject { ["0"] = new JsonObject { ["class_type"] = "Number", ["inputs"] = new JsonObject { ["value"] = 1 } } };
        for (var i = 1; i <= Count; i++)
        {
            prompt[$"{i}"] = new JsonObject { ["class_type"] = "Join", ["inputs"] = new JsonObject { ["first"] = new JsonArray("0", 0), ["second"] = i } };
            prompt[$"o{i}"] = Node("Show", ("source", $"{i}"));
        }

        var outcome = _bench.Run(Bench.Accept(_bench.Validator.Validate(prompt)));

        Assert.That(outcome.Executed, Has.Count.EqualTo((2 * Count) + 1));
    }

    [Test]
    public void Validate_OneFaultUnderTenThousandOutputs_ListsThemAll()
    {
        const int Count = 10_000;
        var prompt = new JsonObject { ["bad"] = new JsonObject { ["class_type"] = "Typed", ["inputs"] = new JsonObject { ["steps"] = 0 } } };
        for (var i = 0; i < Count; i++)
        {
            prompt[$"{i}"] = Node("Show", ("source", "bad"));
        }

        Assert.That(_bench.Validator.Validate(prompt).NodeErrors["bad"].DependentOutputs, Has.Count.EqualTo(Count));
    }

    private static JsonObject Node(string classType, params (string Input, string Source)[] links) => new()
    {
        ["class_type"] = classType,
        ["inputs"] = new JsonObject(links.Select(l => KeyValuePair.Create(l.Input, (JsonNode?)new JsonArray(l.Source, 0)))),
    };
}
