using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Workflows;

/// <summary>A value that is to be put into a graph.</summary>
public sealed record InputOverride
{
    private InputOverride(string target, string text, JsonNode? json) => (Target, Text, Json) = (target, text, json);

    /// <summary>Where it goes: <c>NODE.INPUT</c>, NODE being an id, a title or a class.</summary>
    public string Target { get; }

    /// <summary>The value as a text.</summary>
    internal string Text { get; }

    /// <summary>The value as it came, when it came as JSON other than a text.</summary>
    internal JsonNode? Json { get; }

    /// <summary>A value written as text, as on a command line: the input's type says how it is read.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="text">The value.</param>
    public static InputOverride OfText(string target, string text) => new(target, text, null);

    /// <summary>A JSON value; a text is read as <see cref="OfText"/> does, so <c>"7"</c> suits a number too.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="value">The value; not changed.</param>
    public static InputOverride OfJson(string target, JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.GetValueKind() == JsonValueKind.String ? OfText(target, value.GetValue<string>()) : new(target, value.ToJsonString(), value);
    }
}

/// <summary>Why a value was not put in.</summary>
/// <param name="Target">Where it was to go.</param>
/// <param name="Message">What is wrong, with candidates where there are any.</param>
public readonly record struct OverrideFault(string Target, string Message);

/// <summary>Puts values into inputs of a graph that somebody names by node and input.</summary>
public static class GraphOverrides
{
    private const int MostListed = 20;

    /// <summary>Sets inputs of a graph in API form, in order; those with a fault are left out.</summary>
    /// <param name="prompt">The graph; it is changed.</param>
    /// <param name="overrides">What goes where.</param>
    /// <param name="registry">The node classes, for the types of values.</param>
    /// <returns>What could not be put in because it does not fit, or because its target names nothing, or more than one thing; empty when all is well.</returns>
    public static IReadOnlyList<OverrideFault> Apply(JsonObject prompt, IEnumerable<InputOverride> overrides, NodeRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(overrides);
        ArgumentNullException.ThrowIfNull(registry);
        var nodes = prompt.Where(n => n.Value is JsonObject).Select(n => new Target(n.Key, (JsonObject)n.Value!)).ToList();
        var faults = new List<OverrideFault>();
        foreach (var change in overrides)
        {
            try
            {
                var (node, input) = Find(nodes, change.Target.Trim(), registry);
                node.Inputs[input] = Value(node, input, change, registry.Find(node.Class)?.FindInput(input));
            }
            catch (MisfitException e)
            {
                faults.Add(new OverrideFault(change.Target, e.Message));
            }
        }

        return faults;
    }

    private static (Target Node, string Input) Find(List<Target> nodes, string name, NodeRegistry registry)
    {
        string? complaint = null;
        // Names and inputs may hold dots themselves: the last one that makes sense divides.
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            var (node, input) = (name[..dot], name[(dot + 1)..]);
            var called = Called(nodes, node);
            var having = called.Where(n => InputsOf(n, registry).Contains(input)).ToList();
            if (having.Count == 1)
            {
                return (having[0], input);
            }

            if (having.Count > 1)
            {
                throw new MisfitException(
                    $"{having.Count} nodes are called '{node}'; use the id of one of {Listed(having.Select(n => $"{n} with {input} = {Shown(n.Inputs[input])}"))}");
            }

            complaint ??= called.Count > 0 ? NoInput(called[0], input, registry) : null;
        }

        throw new MisfitException(complaint ?? NoNode(nodes, name.LastIndexOf('.') is > 0 and var last ? name[..last] : name));
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

    private static JsonNode? Value(Target node, string input, InputOverride change, InputDeclaration? declaration)
    {
        var text = change.Text;
        if (change.Json is JsonArray { Count: 2 } link && link[1] is JsonValue slot && slot.GetValueKind() == JsonValueKind.Number)
        {
            return link.DeepClone();
        }

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

        var value = change.Json?.DeepClone() ?? Json(text);
        if (value is JsonArray { Count: 2 })
        {
            return value;
        }

        // Types that have constants are known above, but for "anything" and what is not declared.
        return type == "*" || type.Contains(',') ? value ?? text : throw Wrong($"a link [\"node id\", slot] to a {type}");

        MisfitException Wrong(string wanted) => new($"'{Shown(text)[1..^1]}' does not fit; '{input}' of {node} takes {wanted}");
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

    private sealed class MisfitException(string message) : Exception(message);

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
