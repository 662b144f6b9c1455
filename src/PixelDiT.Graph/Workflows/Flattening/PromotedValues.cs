using System.Text.Json.Nodes;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>
/// The values that an instance sets on widgets inside (protocol §8.4): those of its own inputs, and those of inner nodes, which replace what the
/// definition has saved. A widget may be promoted through several instances; the outermost one that has a value counts.
/// </summary>
internal sealed class PromotedValues
{
    private readonly Dictionary<string, JsonNode> _ofInputs = [];
    private readonly Dictionary<(string Node, string Widget), JsonNode> _ofNodes = [];
    private readonly Dictionary<string, List<(Promotion Promotion, JsonNode Value)>> _byNode = [];

    private PromotedValues()
    {
    }

    public static PromotedValues None { get; } = new();

    /// <summary>The value of an input's own widget, or null.</summary>
    public JsonNode? OfInput(string name) => _ofInputs.GetValueOrDefault(name);

    /// <summary>The value of an inner node's widget, or null.</summary>
    public JsonNode? OfNode(string id, string widget) => _ofNodes.GetValueOrDefault((id, widget));

    /// <summary>Reads what an instance says.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="findings">Receives what is out of date.</param>
    /// <param name="budget">Counts the work.</param>
    public static PromotedValues Read(EditorNode instance, Frame frame, Findings findings, Budget budget)
    {
        var result = new PromotedValues();
        var promotions = instance.Promotions ?? OwnInputs(instance, frame);
        budget.AddSteps(promotions.Count);
        // Some front ends save values for the instance's own inputs alone.
        var ownOnly = instance.Values is JsonArray saved && saved.Count < promotions.Count && saved.Count == promotions.Count(p => p.Node == Promotion.OwnInput);
        for (int i = 0, place = 0; i < promotions.Count; i++)
        {
            if (ownOnly && promotions[i].Node != Promotion.OwnInput)
            {
                continue;
            }

            var value = instance.Values switch
            {
                JsonArray list => place < list.Count ? list[place++] : null,
                JsonObject byName => byName[promotions[i].Widget],
                _ => null,
            };
            if (value is not null)
            {
                result.Set(promotions[i], value, frame, findings);
            }
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

    private void Set(Promotion promotion, JsonNode saved, Frame frame, Findings findings)
    {
        var value = NodeValues.Settle(saved)!;
        if (promotion.Node == Promotion.OwnInput)
        {
            _ofInputs[promotion.Widget] = value;
            return;
        }

        if (!frame.Graph.IndexById.ContainsKey(promotion.Node))
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
        if (!_byNode.TryGetValue(promotion.Node, out var list))
        {
            _byNode[promotion.Node] = list = [];
        }

        list.Add((promotion, value));
    }

    // Before promotions were saved, an instance had the widgets of its inputs, in order.
    private static List<Promotion> OwnInputs(EditorNode instance, Frame frame)
    {
        var withWidget = (instance.Inputs ?? []).Where(i => i.Widget is not null).Select(i => i.Name).ToHashSet();
        return [.. frame.Graph.Inputs.Where(i => withWidget.Contains(i.Name)).Select(i => new Promotion(Promotion.OwnInput, i.Name, null))];
    }

    private static Promotion? Behind(Promotion outer, IReadOnlyList<Promotion> inner, Frame frame)
    {
        Promotion? found = null;
        foreach (var promotion in inner)
        {
            if (promotion.Widget == outer.Widget)
            {
                if (outer.Source is null || outer.Source == promotion.Node || outer.Source == promotion.Source)
                {
                    return promotion;
                }

                found ??= promotion;
            }
        }

        return found ?? (frame.Graph.InputByName.ContainsKey(outer.Widget) ? new Promotion(Promotion.OwnInput, outer.Widget, null) : null);
    }
}
