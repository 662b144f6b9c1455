using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.App.CommandLine;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Values;

namespace PixelDiT.App.Run;

/// <summary>The values that <c>--set NODE.INPUT=VALUE</c> puts into a graph.</summary>
internal static class Override
{
    private const int MostListed = 20;

    /// <summary>Sets inputs of a graph in API form.</summary>
    /// <param name="prompt">The graph; it is changed.</param>
    /// <param name="assignments">What the command line says, in order.</param>
    /// <param name="registry">The node classes, for the types of values.</param>
    /// <exception cref="UsageException">An assignment that cannot be read, or names nothing, or more than one thing; says all of them.</exception>
    public static void Apply(JsonObject prompt, IReadOnlyList<string> assignments, NodeRegistry registry)
    {
        var faults = new List<string>();
        foreach (var assignment in assignments)
        {
            try
            {
                var (node, input, text) = Find(prompt, assignment, registry);
                node.Inputs[input] = Value(node, input, text, registry.Find(node.Class)?.FindInput(input));
            }
            catch (UsageException e)
            {
                faults.Add($"--set {assignment.Split('=')[0]}: {e.Message}");
            }
        }

        if (faults.Count > 0)
        {
            throw new UsageException(string.Join('\n', faults));
        }
    }

    private static (Target Node, string Input, string Value) Find(JsonObject prompt, string assignment, NodeRegistry registry)
    {
        var equals = assignment.IndexOf('=');
        if (equals < 0)
        {
            throw new UsageException("NODE.INPUT=VALUE is needed; NODE is an id, a title or a class");
        }

        var nodes = prompt.Where(n => n.Value is JsonObject).Select(n => new Target(n.Key, (JsonObject)n.Value!)).ToList();
        var name = assignment[..equals].Trim();
        string? complaint = null;
        // Names and inputs may hold dots themselves: the last one that makes sense divides.
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            var (node, input) = (name[..dot], name[(dot + 1)..]);
            var called = Called(nodes, node);
            var having = called.Where(n => InputsOf(n, registry).Contains(input)).ToList();
            if (having.Count == 1)
            {
                return (having[0], input, assignment[(equals + 1)..]);
            }

            if (having.Count > 1)
            {
                throw new UsageException(
                    $"{having.Count} nodes are called '{node}'; use the id of one of {Listed(having.Select(n => $"{n} with {input} = {Shown(n.Inputs[input])}"))}");
            }

            complaint ??= called.Count > 0 ? NoInput(called[0], input, registry) : null;
        }

        throw new UsageException(complaint ?? NoNode(nodes, name.LastIndexOf('.') is > 0 and var last ? name[..last] : name));
    }

    private static List<Target> Called(List<Target> nodes, string name)
    {
        if (nodes.Find(n => n.Id == name) is { } byId)
        {
            return [byId];
        }

        var exact = nodes.FindAll(n => n.Title == name || n.Class == name);
        return exact.Count > 0
            ? exact
            : nodes.FindAll(n => name.Equals(n.Title, StringComparison.OrdinalIgnoreCase) || name.Equals(n.Class, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> InputsOf(Target node, NodeRegistry registry) =>
        (registry.Find(node.Class)?.Inputs.Where(i => !i.Hidden).Select(i => i.Name) ?? []).Concat(node.Inputs.Select(i => i.Key)).Distinct();

    private static string NoInput(Target node, string input, NodeRegistry registry)
    {
        var inputs = InputsOf(node, registry).ToList();
        return $"{node} has no input '{input}'.{Near(input, inputs)} Its inputs are {Listed(inputs)}";
    }

    private static string NoNode(List<Target> nodes, string name) => nodes.Count == 0
        ? "the workflow has no nodes"
        : $"no node is called '{name}' by id, title or class.{Near(name, nodes.SelectMany(n => new[] { n.Class, n.Title ?? n.Class }).Distinct())} The nodes are {Listed(nodes.Select(n => n.ToString()))}";

    private static string Near(string name, IEnumerable<string> names) =>
        NearNames.Of(name, names) is { Count: > 0 } near ? $" Did you mean {string.Join(" or ", near)}?" : "";

    private static string Listed(IEnumerable<string> names)
    {
        var list = names.ToList();
        return list.Count == 0 ? "none" : string.Join(", ", list.Take(MostListed)) + (list.Count > MostListed ? $" and {list.Count - MostListed} more" : "");
    }

    private static string Shown(JsonNode? value)
    {
        var text = value switch
        {
            null => "nothing",
            JsonArray => "a link",
            _ when value.GetValueKind() == JsonValueKind.String => $"\"{value.GetValue<string>()}\"",
            _ => value.ToJsonString(),
        };
        return text.Length <= 50 ? text : text[..47] + "…";
    }

    private static JsonNode? Value(Target node, string input, string text, InputDeclaration? declaration)
    {
        var type = declaration is null ? "*" : declaration.IsCombo ? "COMBO" : declaration.Type;
        switch (type)
        {
            case "STRING":
                return text;
            case "INT":
                return BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValues.FromPlain(whole) : throw Wrong("a whole number (INT)");
            case "FLOAT":
                return double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? JsonValues.Float(real) : throw Wrong("a number (FLOAT)");
            case "BOOLEAN":
                return bool.TryParse(text, out var flag) ? flag : throw Wrong("true or false (BOOLEAN)");
            case "COMBO":
                // A list of choices where several may be chosen.
                return Json(text) is JsonArray choices ? new JsonObject { ["__value__"] = choices } : text;
        }

        var value = Json(text);
        if (value is JsonArray { Count: 2 })
        {
            return value;
        }

        // Types that have constants are known above, but for "anything" and what is not declared.
        return type == "*" || type.Contains(',') ? value ?? text : throw Wrong($"a link [\"node id\", slot] to a {type}");

        UsageException Wrong(string wanted) => new($"'{Shown(text)[1..^1]}' does not fit; '{input}' of {node} takes {wanted}");
    }

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // Then it is a text.
            return null;
        }
    }

    /// <summary>A node that may be meant; prints as <c>44:42 (KSampler)</c>.</summary>
    private sealed class Target(string id, JsonObject json)
    {
        public string Id { get; } = id;

        public string Class { get; } = Text(json["class_type"]) ?? "";

        public string? Title { get; } = json["_meta"] is JsonObject meta ? Text(meta["title"]) : null;

        public JsonObject Inputs => json["inputs"] as JsonObject ?? (JsonObject)(json["inputs"] = new JsonObject())!;

        public override string ToString() => Title is null || Title == Class ? $"{Id} ({Class})" : $"{Id} ({Class} \"{Title}\")";

        private static string? Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var found) ? found : null;
    }
}
