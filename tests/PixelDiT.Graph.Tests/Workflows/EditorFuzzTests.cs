using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Tests.Recorded;
using PixelDiT.Graph.Workflows;
using PixelDiT.Tests;

namespace PixelDiT.Graph.Tests.Workflows;

/// <summary>Mutated editor files: each is converted or refused with a reason, whatever was changed in it.</summary>
internal sealed class EditorFuzzTests
{
    private static readonly string[] Fragments =
    [
        "null", "true", "-1", "0", "1.5", "1e999", "99999999999999999999", "\"\"", "\"x\"", "\"-10\"", "\"Reroute\"", "\"PrimitiveNode\"", "\"Note\"", "\"graph-1\"", "\"graph-2\"",
        "\"SaveImage\"", "[]", "{}", "[[]]", "[null]", "[1,-10,0,-20,0,\"*\"]", "[3,1,0,2,1,\"INT\"]", "{\"id\":1,\"type\":\"Reroute\"}", "4", "2", "-10", "-20", "44", "42", "\"*\"", "\"A,B\"",
        "{\"name\":\"seed\",\"type\":\"INT\",\"link\":82,\"widget\":{\"name\":\"seed\"}}", "[\"-1\",\"text\"]", "[\"42\",\"seed\",\"42\"]", "{\"__proto__\":1}",
        "[\"42\",\"42: 7: seed\"]", "{\"proxyWidgetErrorQuarantine\":[{\"originalEntry\":[\"-1\",\"text\"],\"hostValue\":\"x\"}]}",
    ];

    [Test]
    public void Convert_MutatedTemplate_IsAnswered() =>
        Fuzz(() => JsonNode.Parse(File.ReadAllText(TestData.File("image_pixeldit_t2i.json")))!, new WorkflowConverter(RecordedFixture.Registry, RecordedFixture.Services), 4000, 200);

    [Test]
    public void Convert_MutatedRandomFiles_IsAnswered()
    {
        var files = Enumerable.Range(0, 40).Select(seed => new PlanWriter(new Random(seed), RandomPlan.Make(new Random(seed))).Write()).ToList();
        var next = 0;
        Fuzz(() => files[next++ % files.Count].DeepClone(), EditorTestNode.Converter, 6000, 200);
    }

    [Test]
    public void Parse_MutatedBytes_IsAnswered()
    {
        var random = new Random(11);
        var template = File.ReadAllBytes(TestData.File("image_pixeldit_t2i.json"));
        for (var i = 0; i < 1500; i++)
        {
            var bytes = template.ToArray();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                Answer(EditorTestNode.Converter, WorkflowJson.Parse(bytes), () => Encoding.Latin1.GetString(bytes));
            }
            catch (PromptFormatException)
            {
                // An answer as well.
            }
        }
    }

    private static void Fuzz(Func<JsonNode> file, WorkflowConverter converter, int count, int leastAccepted)
    {
        var random = new Random(20240607);
        var (accepted, types) = (0, new HashSet<string>());
        for (var i = 0; i < count; i++)
        {
            var json = file();
            for (var n = random.Next(1, 6); n > 0; n--)
            {
                Mutate(json, random);
            }

            var result = Answer(converter, json, () => $"mutation {i}: {json.ToJsonString()}");
            accepted += result.Prompt is null ? 0 : 1;
            types.UnionWith(result.Errors.Select(e => e.Type));
        }

        Assert.That(accepted, Is.InRange(leastAccepted, count - 1), "mutations neither break everything nor nothing");
        Assert.That(types, Has.Count.GreaterThanOrEqualTo(5), "they find many kinds of faults");
    }

    private static ConversionResult Answer(WorkflowConverter converter, JsonNode? json, Func<string> text)
    {
        try
        {
            WorkflowForms.Recognize(json);
            var result = converter.Convert(json);
            Assert.That(result.Prompt is null, Is.EqualTo(result.Error is not null));
            Assert.That(result.Error is null, Is.EqualTo(result.Errors.Count == 0));
            foreach (var error in result.Errors.Concat(result.NodeErrors.Values.SelectMany(e => e.Errors)))
            {
                RecordedFixture.ToJson(error).ToJsonString();
            }

            if (result.Prompt is { } prompt)
            {
                // What is written can be printed and read again, and leads nowhere that was not written.
                var graph = PromptReader.Read(PromptReader.Parse(Encoding.UTF8.GetBytes(prompt.ToJsonString())));
                Assert.That(graph.Nodes.SelectMany(n => n.Inputs).Select(i => i.Value).OfType<PromptInput.Link>().Where(l => graph.Find(l.NodeId) is null), Is.Empty);
                Assert.That(graph.Nodes.SelectMany(n => n.Inputs).Select(i => i.Value).OfType<PromptInput.BadLink>(), Is.Empty);
            }

            return result;
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
            if (child is JsonObject or JsonArray && random.Next(5) != 0)
            {
                node = child;
                continue;
            }

            Change(node, key, child, random);
            return;
        }
    }

    private static void Change(JsonNode node, object key, JsonNode? child, Random random)
    {
        var fragment = JsonNode.Parse(Fragments[random.Next(Fragments.Length)]);
        switch (node, random.Next(6))
        {
            case (JsonObject o, 0): o.Remove((string)key); break;
            case (JsonArray a, 0): a.RemoveAt((int)key); break;
            case (JsonArray a, 1): a.Add(child?.DeepClone()); break;
            case (JsonArray a, 2): a.Insert(random.Next(a.Count + 1), fragment); break;
            // Numbers move a little: other nodes, slots and links.
            case (JsonArray a, 3) when child?.GetValueKind() == JsonValueKind.Number: a[(int)key] = random.Next(-1, 12); break;
            case (JsonObject o, 3) when child?.GetValueKind() == JsonValueKind.Number: o[(string)key] = random.Next(-1, 12); break;
            case (JsonObject o, _): o[(string)key] = fragment; break;
            case (JsonArray a, _): a[(int)key] = fragment; break;
        }
    }
}
