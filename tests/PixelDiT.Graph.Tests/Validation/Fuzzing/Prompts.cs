using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Validation.Fuzzing;

/// <summary>Makes prompts: a valid one, mutations, JSON of any form, and graphs of all test nodes that are partly wrong. Equal seeds make equal prompts.</summary>
internal static class Prompts
{
    /// <summary>A prompt with every kind of class among its nodes.</summary>
    public const string Valid = """
        {"1": {"class_type": "Number", "inputs": {"value": 18446744073709551615}, "_meta": {"title": "\u00e9"}},
         "2": {"class_type": "Typed", "inputs": {"steps": 20, "cfg": 0.5, "text": "a", "flag": true, "content": "WHITE", "modern": "x", "either": ["5", 0]}},
         "3": {"class_type": "Judge", "inputs": {"level": 1, "kind": "a", "checked": 2}},
         "4": {"class_type": "Add", "inputs": {"a": ["3", 0], "b": {"__value__": 4}}},
         "5": {"class_type": "Join", "inputs": {"first": ["4", 0], "second": "b", "third": {"k": [null, 1e5]}}},
         "6": {"class_type": "Many", "inputs": {"count": 3}}, "7": {"class_type": "Sum", "inputs": {"values": ["6", 0], "times": 2}},
         "8": {"class_type": "Show", "inputs": {"source": ["7", 0]}}, "9": {"class_type": "Show", "inputs": {"source": ["2", 0]}},
         "10": {"class_type": "Hidden", "inputs": {"value": 3, "source": ["6", 1]}},
         "11": {"class_type": "Either", "inputs": {"first": ["5", 0], "second": ["6", 0]}},
         "12": {"class_type": "EitherSlow", "inputs": {"first": ["11", 0], "second": ["3", 0]}},
         "13": {"class_type": "JudgeLater", "inputs": {"level": 99, "weight": 0.25, "checked": 1}},
         "14": {"class_type": "Gather", "inputs": {"first": ["13", 0], "x": ["12", 0], "y": ["6", 0], "z": 3}},
         "15": {"class_type": "Make", "inputs": {"name": "m"}}, "16": {"class_type": "Pass", "inputs": {"source": ["15", 1], "salt": 2}},
         "17": {"class_type": "Concealing", "inputs": {"twice": 2, "secret": ["16", 0]}},
         "18": {"class_type": "Flow", "inputs": {"a": "parts", "b": ["14", 0]}}, "19": {"class_type": "Flow", "inputs": {"a": "grow", "raw": ["15", 0], "o": ["17", 0]}},
         "20": {"class_type": "JudgeOutput", "inputs": {"source": ["18", 0]}}, "21": {"class_type": "Sink", "inputs": {"source": ["19", 0]}},
         "22": {"class_type": "Slow", "inputs": {"source": ["21", 0]}}, "23": {"class_type": "Show", "inputs": {"source": ["22", 0]}},
         "24": {"class_type": "Block", "inputs": {"a": "stop"}}, "25": {"class_type": "Show", "inputs": {"source": ["24", 0]}}}
        """;

    private static readonly string[] Fragments =
    [
        "null", "true", "[]", "{}", "[\"1\", 0]", "[\"8\", 0]", "[\"12\", 0]", "[\"16\", 1]", "[\"1\", -1]", "\"\\ud800\"", "1e999", "-1e999",
        "99999999999999999999999", "\"NaN\"", "\"\"", "{\"__value__\": [1]}", "{\"__value__\": {\"__value__\": 1}}", "[[[]]]", "\"Show\"", "\"Fail\"",
        "\"Either\"", "\"Gather\"", "\"JudgeTypes\"", "\"Flow\"", "{\"class_type\": \"Show\", \"inputs\": {}}", "\"__proto__\"", "0.1", "-0", "[\"5\", 0.0]",
        "[null, null]", "13", "\"grow\"", "\"circle\"", "\"nowhere\"", "\"stop: why\"", "{\"class_type\": \"Gather\", \"inputs\": {\"q\": [\"23\", 0]}}",
    ];

    private static readonly string[] Names = ["class_type", "inputs", "_meta", "title", "__value__", "source", "first", "a", "steps", "1", "2", "3", "is_changed", "", "\u0000", "é"];

    // "Changing" asserts that its optional input never is a constant.
    private static readonly IReadOnlyList<NodeDeclaration> Classes = [.. Bench.Registry.Nodes.Where(n => n.Id != "Changing")];

    /// <summary>The valid prompt with one to four values replaced, removed or put elsewhere.</summary>
    public static JsonNode Mutated(int seed)
    {
        var random = new Random(seed);
        var prompt = JsonNode.Parse(Valid)!;
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            Mutate(prompt, random);
        }

        return prompt;
    }

    /// <summary>JSON whose names and values come from prompts, but whose form does not.</summary>
    public static JsonNode? Json(int seed)
    {
        var random = new Random(seed);
        return random.Next(10) == 0 ? Value(random, 4) : new JsonObject(Enumerable.Range(0, random.Next(1, 6)).Select(i => KeyValuePair.Create($"{i}", Value(random, 4))));
    }

    /// <summary>A graph of up to ten nodes of any test class; most links lead to earlier nodes, most constants have the declared type.</summary>
    public static JsonNode Graph(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(2, 10);
        var graph = new JsonObject();
        for (var i = 0; i < count; i++)
        {
            var declaration = Classes[random.Next(Classes.Count)];
            var inputs = new JsonObject();
            foreach (var input in declaration.Inputs.Where(i => !inputs.ContainsKey(i.Name) && random.Next(i.Optional || i.Hidden ? 2 : 12) != 0))
            {
                inputs[input.Name] = Input(random, declaration, input, i, count);
            }

            if (random.Next(4) == 0)
            {
                inputs.TryAdd("undeclared", random.Next(2) == 0 ? Link(random, random.Next(20) == 0 ? count + 1 : i) : Constant(random));
            }

            graph[$"{i}"] = new JsonObject { ["class_type"] = declaration.Id, ["inputs"] = inputs };
        }

        graph["out"] = new JsonObject { ["class_type"] = "Show", ["inputs"] = new JsonObject { ["source"] = Link(random, count) } };
        return graph;
    }

    // A long list in a loop of lists would take the memory of all: lengths are small constants.
    private static JsonNode? Input(Random random, NodeDeclaration declaration, InputDeclaration input, int index, int count) =>
        declaration.Id == "Many" ? random.Next(6)
        : random.Next(2) == 0 && index > 0 ? Link(random, random.Next(30) == 0 ? count + 1 : index)
        : random.Next(12) == 0 ? Fragment(random)
        : input.Kind switch
        {
            ValueKind.Int => random.Next(-1, 15),
            ValueKind.Float => random.NextDouble(),
            ValueKind.Boolean => random.Next(2) == 0,
            ValueKind.Combo when input.GetChoices(new Nodes.NodeServices()) is { Count: > 0 } choices => choices[random.Next(choices.Count)],
            ValueKind.Combo or ValueKind.String => "text",
            _ => Constant(random),
        };

    private static JsonArray Link(Random random, int below) => [$"{random.Next(below)}", random.Next(8) == 0 ? 1 : 0];

    private static JsonNode? Constant(Random random) => random.Next(7) switch
    {
        0 => random.Next(20),
        1 => "grow",
        2 => "parts",
        3 => "circle",
        4 => random.Next(2) == 0 ? "stop" : "stop: why",
        5 => JsonNode.Parse("""{"__value__": [1, "a", null]}"""),
        _ => random.NextDouble(),
    };

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 5 : 2) switch
    {
        0 => Fragment(random),
        1 => Names[random.Next(Names.Length)],
        2 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(Names.OrderBy(_ => random.Next()).Take(random.Next(5)).Select(n => KeyValuePair.Create(n, Value(random, depth - 1)))),
    };

    private static JsonNode? Fragment(Random random) => JsonNode.Parse(Fragments[random.Next(Fragments.Length)]);

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
            if (child is JsonObject or JsonArray && random.Next(10) != 0)
            {
                node = child;
                continue;
            }

            var removes = random.Next(8) == 0;
            var value = removes ? null : random.Next(6) == 0 ? children[random.Next(children.Count)].Value?.DeepClone() : Fragment(random);
            switch (node)
            {
                case JsonObject o when removes: o.Remove((string)key); break;
                case JsonArray a when removes: a.RemoveAt((int)key); break;
                case JsonObject o when random.Next(12) == 0: o[Names[random.Next(Names.Length)]] = value; break;
                case JsonObject o: o[(string)key] = value; break;
                case JsonArray a: a[(int)key] = value; break;
            }

            return;
        }
    }
}
