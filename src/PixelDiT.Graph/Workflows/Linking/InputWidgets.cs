using PixelDiT.Graph.Workflows.Flattening;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>
/// The widgets that instances have for unconnected inputs: an input shows the widget of the first inner input that it feeds and that has one, and its value
/// goes to all that it feeds.
/// </summary>
/// <param name="shapes">The classes.</param>
/// <param name="values">The saved values of inner nodes.</param>
/// <param name="budget">Counts the work.</param>
internal sealed class InputWidgets(ClassShapes shapes, SavedValues values, Budget budget)
{
    private readonly Dictionary<(Frame Frame, int Input), Resolved.Constant?> _known = [];

    /// <summary>The value of an input's widget, or null when it has no widget or no value.</summary>
    /// <param name="frame">The frame of the instance.</param>
    /// <param name="input">Number of the input.</param>
    public Resolved.Constant? Find(Frame frame, int input)
    {
        if (!_known.TryGetValue((frame, input), out var found))
        {
            _known[(frame, input)] = found = Search(frame, input);
        }

        return found;
    }

    private Resolved.Constant? Search(Frame frame, int input)
    {
        // Depth first, first come first served, with a stack of our own.
        var open = new Stack<(Frame Frame, int Node, int Socket)>();
        if (Enter(frame, input) is { } direct)
        {
            return direct;
        }

        while (open.TryPop(out var target))
        {
            var value = target.Frame.Children.TryGetValue(target.Node, out var child) ? Enter(child, target.Socket) : WidgetValue(target.Frame, target.Node, target.Socket);
            if (value is not null)
            {
                return value;
            }
        }

        return null;

        Resolved.Constant? Enter(Frame inner, int number)
        {
            if (inner.Promoted.OfInput(number) is { } own)
            {
                return new Resolved.Constant(own, false, new Origin("promoted by", inner.Parent, inner.Instance));
            }

            var driven = inner.Wiring.Driven[number];
            budget.AddSteps(driven.Count + 1);
            for (var i = driven.Count - 1; i >= 0; i--)
            {
                open.Push((inner, driven[i].Node, driven[i].Socket));
            }

            return null;
        }
    }

    private Resolved.Constant? WidgetValue(Frame frame, int node, int socket)
    {
        var saved = frame.Graph.Nodes[node];
        if (saved.Kind != NodeKind.Class || frame.Wiring.Sockets(node)[socket].Widget is not { } name)
        {
            return null;
        }

        var value = frame.Promoted.OfNode(saved.Id, name)
            ?? (shapes.Find(saved.Type) is { } shape && shape.IndexOf(name) is >= 0 and var widget ? values.Of(saved, shape)[widget] : null);
        return value is null ? null : new Resolved.Constant(value, false, new Origin("the widget of", frame, node));
    }
}
