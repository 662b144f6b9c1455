using System.Numerics;
using System.Text.Json.Nodes;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Validation;

/// <summary>Converts and checks constants (protocol §5.4) and writes converted ones back into the prompt.</summary>
internal sealed class InputCheck(NodeServices services, JsonObject json)
{
    // Choices are looked up once per request: a source may list a folder.
    private readonly Dictionary<InputDeclaration, (IReadOnlyList<string> List, HashSet<string> Set)> _choices = [];

    /// <summary>The fault of a constant, or null.</summary>
    /// <param name="verdict">The node.</param>
    /// <param name="input">The input's declaration.</param>
    /// <param name="literal">The constant.</param>
    /// <param name="own">True when the node judges this input itself: no range and choice check then.</param>
    public PromptError? Constant(NodeVerdict verdict, InputDeclaration input, PromptInput.Literal literal, bool own)
    {
        var value = literal.Plain;
        var (converted, problem) = Coercion.Convert(input.Kind, value);
        if (problem is not null)
        {
            return InputErrors.NotConvertible(input, value, problem, services);
        }

        Store(verdict, input, literal, converted);
        return own ? null : OutOfRange(input, converted) ?? (input.IsCombo ? NotInList(input, converted) : null);
    }

    private PromptError? OutOfRange(InputDeclaration input, object? value)
    {
        if (value is not (long or double or BigInteger))
        {
            return null;
        }

        return input.Range.IsBelow(value) ? InputErrors.TooSmall(input, value, services)
            : input.Range.IsAbove(value) ? InputErrors.TooBig(input, value, services)
            : null;
    }

    private PromptError? NotInList(InputDeclaration input, object? value)
    {
        if (!_choices.TryGetValue(input, out var choices))
        {
            var list = input.GetChoices(services);
            _choices[input] = choices = (list, [.. list]);
        }

        IReadOnlyList<object?> chosen = input.MultiSelect && value is JsonArray many ? [.. many.Select(JsonValues.ToPlain)] : [value];
        var wrong = chosen.Where(c => c is not string text || !choices.Set.Contains(text)).ToList();
        return wrong.Count == 0 ? null : InputErrors.NotInList(input, value, wrong, choices.List, services);
    }

    private void Store(NodeVerdict verdict, InputDeclaration input, PromptInput.Literal literal, object? converted)
    {
        var inputs = (JsonObject)json[verdict.Node.Id]!["inputs"]!;
        var wrapped = !ReferenceEquals(inputs[input.Name], literal.Value);
        if (ReferenceEquals(converted, literal.Plain) || Equals(converted, literal.Plain))
        {
            // Taken out of its {"__value__": ...}; an array stays wrapped, or it would read as a link when the prompt is sent again.
            if (wrapped && literal.Value is not JsonArray)
            {
                inputs[input.Name] = literal.Value?.DeepClone();
            }

            return;
        }

        var node = JsonValues.FromPlain(converted);
        inputs[input.Name] = node;
        verdict.Change(input.Name, new PromptInput.Literal(node) { Plain = converted });
    }
}
