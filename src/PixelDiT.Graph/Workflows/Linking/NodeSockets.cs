using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>
/// The inputs that a node has once the front end has loaded it: those of its class or definition, whatever was saved, and after them what only the file
/// knows. Saved inputs are found by name; files list some of them only, and in other orders.
/// </summary>
internal sealed class NodeSockets
{
    private static readonly Socket[] RerouteSocket = [new("", "*", null)];

    private readonly IReadOnlyList<int>? _ofSaved;

    private NodeSockets(IReadOnlyList<Socket> sockets, IReadOnlyList<int>? ofSaved) => (Sockets, _ofSaved) = (sockets, ofSaved);

    public IReadOnlyList<Socket> Sockets { get; }

    // Links to an instance may count the definition's inputs where the instance lists fewer.
    private bool CountsBeyond { get; init; }

    /// <summary>The socket that a slot number of the file means, or -1.</summary>
    public int OfSlot(int slot) =>
        slot < _ofSaved?.Count ? _ofSaved[slot] : slot < Sockets.Count && (_ofSaved is null || CountsBeyond) ? slot : -1;

    public static NodeSockets Of(EditorNode node, ClassShapes shapes, Definitions definitions) => node.Kind switch
    {
        NodeKind.Reroute => new NodeSockets(RerouteSocket, null),
        NodeKind.Instance => OfInstance(node, definitions.Of(node)),
        NodeKind.Class => OfClass(node, shapes.Find(node.Type)),
        _ => new NodeSockets([], []),
    };

    private static NodeSockets OfClass(EditorNode node, ClassShape? shape)
    {
        if (shape is null)
        {
            return new NodeSockets([.. (node.Inputs ?? []).Select(i => new Socket(i.Name, i.Type, i.Widget))], null);
        }

        if (node.Inputs is null or [])
        {
            return new NodeSockets(shape.Sockets, null);
        }

        List<Socket>? withExtra = null;
        var ofSaved = new int[node.Inputs.Count];
        for (var i = 0; i < ofSaved.Length; i++)
        {
            var saved = node.Inputs[i];
            if (shape.SocketByName.TryGetValue(saved.Name, out var known) || (saved.Widget is not null && shape.SocketByName.TryGetValue(saved.Widget, out known)))
            {
                ofSaved[i] = known;
                continue;
            }

            withExtra ??= [.. shape.Sockets];
            ofSaved[i] = withExtra.Count;
            withExtra.Add(new Socket(saved.Name, saved.Type, saved.Widget));
        }

        return new NodeSockets(withExtra ?? shape.Sockets, ofSaved);
    }

    private static NodeSockets OfInstance(EditorNode node, EditorGraph definition)
    {
        var sockets = definition.Sockets;
        if (node.Inputs is null or [])
        {
            return new NodeSockets(sockets, null);
        }

        var taken = new HashSet<int>();
        var next = new Dictionary<(string, string?), int>();
        var ofSaved = node.Inputs.Select(i => Take(i.Name, i.Type) is >= 0 and var exact ? exact : Take(i.Name, null)).ToArray();
        // A name that the definition lacks was renamed there: the place decides, if no other input has it.
        for (var i = 0; i < ofSaved.Length && i < sockets.Count; i++)
        {
            if (ofSaved[i] < 0 && definition.InputCalled(node.Inputs[i].Name) is null && taken.Add(i))
            {
                ofSaved[i] = i;
            }
        }

        return new NodeSockets(sockets, ofSaved) { CountsBeyond = true };

        // Of equal names each is taken once.
        int Take(string name, string? type)
        {
            var called = definition.InputsCalled(name, type);
            var place = next.GetValueOrDefault((name, type));
            while (place < called.Count && !taken.Add(called[place]))
            {
                place++;
            }

            next[(name, type)] = place;
            return place < called.Count ? called[place] : -1;
        }
    }
}
