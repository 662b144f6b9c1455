using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Validation;

/// <summary>Mutated prompts: whatever is sent, there is an answer, and what is accepted runs to an outcome.</summary>
public sealed class FuzzTests
{
    private const string Valid = """
        {"1": {"class_type": "Number", "inputs": {"value": 18446744073709551615}, "_meta": {"title": "\u00e9"}},
         "2": {"class_type": "Typed", "inputs": {"steps": 20, "cfg": 0.5, "text": "a", "flag": true, "content": "WHITE", "modern": "x", "either": ["5", 0]}},
         "3": {"class_type": "Judge", "inputs": {"level": 1, "kind": "a", "checked": 2}},
         "4": {"class_type": "Add", "inputs": {"a": ["3", 0], "b": {"__value__": 4}}},
         "5": {"class_type": "Join", "inputs": {"first": ["4", 0], "second": [1, 2], "third": {"k": [null, 1e5]}}},
         "6": {"class_type": "Many", "inputs": {"count": 3}}, "7": {"class_type": "Sum", "inputs": {"values": ["6", 0], "times": 2}},
         "8": {"class_type": "Show", "inputs": {"source": ["7", 0]}}, "9": {"class_type": "Show", "inputs": {"source": ["2", 0]}},
         "10": {"class_type": "Hidden", "inputs": {"value": 3, "source": ["6", 1]}}}
        """;

    private static readonly string[] Fragments =
    [
        "null", "true", "[]", "{}", "[\"1\", 0]", "[\"8\", 0]", "[\"1\", -1]", "\"\\ud800\"", "1e999", "-1e999", "99999999999999999999999", "\"NaN\"", "\"\"",
        "{\"__value__\": [1]}", "{\"__value__\": {\"__value__\": 1}}", "[[[]]]", "\"Show\"", "\"Fail\"", "{\"class_type\": \"Show\", \"inputs\": {}}",
        "\"__proto__\"", "0.1", "-0", "[\"5\", 0.0]", "[null, null]",
    ];

    [Test]
    public void Validate_MutatedStructure_IsAnswered()
    {
        var random = new Random(20240607);
        var bench = new Bench();
        var accepted = 0;
        for (var i = 0; i < 3000; i++)
        {
            var prompt = JsonNode.Parse(Valid)!;
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                Mutate(prompt, random);
            }

            accepted += Answer(bench, prompt, () => $"mutation {i}") ? 1 : 0;
        }

        Assert.That(accepted, Is.InRange(100, 2999), "mutations neither break everything nor nothing");
        Assert.That(bench.Run(Valid.Replace("[1, 2]", "\"b\"")).Status, Is.EqualTo(ExecutionStatus.Success));
    }

    [Test]
    public void Parse_MutatedBytes_IsAnswered()
    {
        var random = new Random(7);
        var bench = new Bench();
        for (var i = 0; i < 3000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Valid);
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                Answer(bench, PromptReader.Parse(bytes), () => Encoding.Latin1.GetString(bytes));
            }
            catch (PromptFormatException)
            {
                // An answer as well: 400.
            }
        }
    }

    private static bool Answer(Bench bench, JsonNode? prompt, Func<string> text)
    {
        try
        {
            var result = bench.Validator.Validate(prompt);
            Assert.That(result.Error is null, Is.EqualTo(result.Prompt is not null));
            foreach (var error in result.NodeErrors.Values.SelectMany(e => e.Errors))
            {
                Recorded.RecordedFixture.ToJson(error).ToJsonString();
            }

            if (result.Prompt is not null)
            {
                Assert.That(result.Prompt.Json.ToJsonString(), Is.Not.Empty, "what is stored can be printed");
                bench.Run(result.Prompt);
            }

            return result.Prompt is not null;
        }
        catch (Exception e) when (e is not AssertionException)
        {
            throw new InvalidOperationException($"no answer to {text()}", e);
        }
    }

    private static void Mutate(JsonNode root, Random random)
    {
        var node = root;
        while (true)
        {
            var children = node switch
            {
                JsonObject o => o.Select(m => (Key: (object)m.Key, m.Value)).ToList(),
                JsonArray a => a.Select((v, i) => (Key: (object)i, Value: v)).ToList(),
                _ => [],
            };
            if (children.Count == 0)
            {
                return;
            }

            var (key, child) = children[random.Next(children.Count)];
            if (child is JsonObject or JsonArray && random.Next(4) != 0)
            {
                node = child;
                continue;
            }

            var fragment = random.Next(5) == 0 ? null : Fragments[random.Next(Fragments.Length)];
            switch (node)
            {
                case JsonObject o when fragment is null: o.Remove((string)key); break;
                case JsonArray a when fragment is null: a.RemoveAt((int)key); break;
                case JsonObject o: o[(string)key] = JsonNode.Parse(fragment!); break;
                case JsonArray a: a[(int)key] = JsonNode.Parse(fragment!); break;
            }

            return;
        }
    }
}
