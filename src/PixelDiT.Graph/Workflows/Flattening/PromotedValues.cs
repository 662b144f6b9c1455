using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows.Linking;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>
/// The values that an instance sets on widgets inside (protocol §8.4): those of its own inputs, and those of inner nodes, which replace what the
/// definition has saved. A widget may be promoted through several instances; the outermost one that has a value counts.
/// </summary>
internal sealed class PromotedValues
{
    private readonly Dictionary<int, JsonNode> _ofInputs = [];
    private readonly Dictionary<(string Node, string Widget), JsonNode> _ofNodes = [];
    private readonly Dictionary<(string Node, string PlainWidget), JsonNode> _ofPrefixed = [];
    private readonly Dictionary<string, JsonNode> _ofPrimitives = [];
    private readonly Dictionary<string, List<(Promotion Promotion, JsonNode Value)>> _byNode = [];

    private PromotedValues()
    {
    }

    public static PromotedValues None { get; } = new();

    /// <summary>The value of an input's own widget, or null.</summary>
    public JsonNode? OfInput(int input) => _ofInputs.GetValueOrDefault(input);

    /// <summary>The value of an inner node's widget, or null.</summary>
    public JsonNode? OfNode(string id, string widget) => _ofNodes.GetValueOrDefault((id, widget)) ?? _ofPrefixed.GetValueOrDefault((id, widget));

    /// <summary>The value of an inner <c>PrimitiveNode</c>, or null. Its only widget has had several names.</summary>
    public JsonNode? OfPrimitive(string id) => OfNode(id, PrimitiveValue.Widget) ?? _ofPrimitives.GetValueOrDefault(id);

    /// <summary>Reads what an instance says.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="inputs">The inputs that definitions show as widgets.</param>
    /// <param name="findings">Receives what is out of date.</param>
    /// <param name="budget">Counts the work.</param>
    public static PromotedValues Read(EditorNode instance, Frame frame, PromotedInputs inputs, Findings findings, Budget budget)
    {
        var result = new PromotedValues();
        // Front ends before and after those that saved a list of promoted widgets show the inputs.
        var promotions = instance.Promotions is { Count: > 0 } listed ? listed : inputs.Of(frame.Graph);
        budget.AddSteps(promotions.Count);
        foreach (var (promotion, value) in Saved(instance, promotions))
        {
            result.Set(promotion, value, frame, findings);
        }

        // What the frame around says of this instance's widgets is said of the widgets behind them.
        foreach (var (outer, value) in frame.Parent!.Promoted._byNode.GetValueOrDefault(instance.Id) ?? [])
        {
            budget.AddSteps(promotions.Count + 1);
            if (Behind(outer, promotions, frame) is { } meant)
            {
                result.Set(meant, value, frame, findings);
            }
            else if (findings.TakesNotices)
            {
                findings.Notice(frame.Parent.PlaceOf(frame.Instance), $"the promoted widget '{Shown.Name(outer.Widget)}' was ignored: the subgraph does not have it any more");
            }
        }

        return result;
    }

    // The values that an instance has saved, in the order of its promoted widgets.
    private static IEnumerable<(Promotion Promotion, JsonNode Value)> Saved(EditorNode instance, IReadOnlyList<Promotion> promotions)
    {
        var list = instance.Values as JsonArray;
        // Some front ends save values for the instance's own inputs alone; some keep the modes of seeds among them.
        var ownOnly = list?.Count < promotions.Count && list.Count == promotions.Count(p => p.Node == Promotion.OwnInput);
        var withModes = list?.Count > promotions.Count;
        var place = 0;
        foreach (var promotion in promotions.Where(p => !ownOnly || p.Node == Promotion.OwnInput))
        {
            var aside = promotion.Input is null ? null : instance.SetAside?.GetValueOrDefault(promotion.Widget);
            var value = aside ?? (list is null ? (instance.Values as JsonObject)?[promotion.Widget] : place < list.Count ? list[place] : null);
            if (value is not null)
            {
                yield return (promotion, value);
            }

            place += withModes && promotion.HasControl ? 2 : 1;
        }
    }

    private void Set(Promotion promotion, JsonNode saved, Frame frame, Findings findings)
    {
        var value = NodeValues.Settle(saved)!;
        if (promotion.Node == Promotion.OwnInput)
        {
            if ((promotion.Input ?? frame.Graph.InputCalled(promotion.Widget)) is { } input)
            {
                _ofInputs[input] = value;
            }

            return;
        }

        if (!frame.Graph.IndexById.TryGetValue(promotion.Node, out var node))
        {
            if (findings.TakesNotices)
            {
                findings.Notice(
                    frame.Parent!.PlaceOf(frame.Instance),
                    $"the promoted widget '{Shown.Name(promotion.Widget)}' was ignored: the subgraph has no node {Shown.Name(promotion.Node)} any more");
            }

            return;
        }

        _ofNodes[(promotion.Node, promotion.Widget)] = value;
        if (promotion.Plain.Node is not null)
        {
            _ofPrefixed[(promotion.Node, promotion.Plain.Widget)] = value;
        }

        if (frame.Graph.Nodes[node].Kind == NodeKind.Primitive && promotion.Plain.Widget != "control_after_generate")
        {
            _ofPrimitives[promotion.Node] = value;
        }

        if (!_byNode.TryGetValue(promotion.Node, out var list))
        {
            _byNode[promotion.Node] = list = [];
        }

        list.Add((promotion, value));
    }

    // The name as written counts first.
    private static Promotion? Behind(Promotion outer, IReadOnlyList<Promotion> inner, Frame frame) =>
        Called(outer.Widget, outer.Source, inner, p => p.Widget, frame)
        ?? (outer.Plain.Node is { } node ? Called(outer.Plain.Widget, node, inner, p => p.Plain.Widget, frame) : null);

    private static Promotion? Called(string name, string? source, IReadOnlyList<Promotion> promotions, Func<Promotion, string> nameOf, Frame frame)
    {
        Promotion? found = null;
        foreach (var promotion in promotions.Where(p => nameOf(p) == name))
        {
            if (source is null || source == promotion.Node || source == promotion.Source || source == promotion.Plain.Node)
            {
                return promotion;
            }

            found ??= promotion;
        }

        return found ?? (frame.Graph.InputCalled(name) is not null ? new Promotion(Promotion.OwnInput, name, null) : null);
    }
}
