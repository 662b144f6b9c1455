using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Linking;

/// <summary>What feeds an input.</summary>
/// <param name="Node">Place of the source among the graph's nodes, or one of the constants.</param>
/// <param name="Slot">Its output, or the input of the graph.</param>
/// <param name="Link">The link's id.</param>
/// <param name="Origin">The source's id as written; null when the file has no such link.</param>
internal sealed record Source(int Node, int Slot, string Link, string? Origin)
{
    /// <summary>The source lies outside: it is an input of the definition.</summary>
    public const int GraphInput = -10;

    /// <summary>There is no such node, or no such link.</summary>
    public const int Nowhere = -1;
}

/// <summary>
/// The connections of one graph. The table of links is the truth; where it and the sockets of a node disagree about the slot, the socket that names the
/// link has it, as in the front end; and where the table is silent, what nodes say of themselves counts.
/// </summary>
internal sealed class Wiring
{
    private readonly EditorGraph _graph;
    private readonly NodeSockets[] _sockets;
    private readonly Dictionary<(int Node, int Socket), Source> _sources = [];

    public Wiring(EditorGraph graph, ClassShapes shapes, Definitions definitions, Findings findings)
    {
        _graph = graph;
        _sockets = [.. graph.Nodes.Select(n => NodeSockets.Of(n, shapes, definitions))];
        var used = ConnectAgreed();
        ConnectFromTable(used, findings);
        ConnectFromNodes();
        Outputs = [.. graph.Outputs.Select(OutputSource)];
        Driven = FindDriven();
    }

    /// <summary>What feeds each output of the definition; null where nothing does.</summary>
    public IReadOnlyList<Source?> Outputs { get; }

    /// <summary>The inputs that each input of the definition feeds, in the order of its links.</summary>
    public IReadOnlyList<IReadOnlyList<(int Node, int Socket)>> Driven { get; }

    /// <summary>The sockets of a node.</summary>
    public IReadOnlyList<Socket> Sockets(int node) => _sockets[node].Sockets;

    /// <summary>What feeds a socket; null when nothing does.</summary>
    public Source? this[int node, int socket] => _sources.GetValueOrDefault((node, socket));

    /// <summary>All connections: which socket of which node is fed by what.</summary>
    public IEnumerable<(int Node, int Socket, Source Source)> All => _sources.Select(s => (s.Key.Node, s.Key.Socket, s.Value));

    private HashSet<string> ConnectAgreed()
    {
        var used = new HashSet<string>();
        foreach (var (node, socket, link) in Claims())
        {
            if (_graph.Links.TryGetValue(link, out var row) && row.TargetId == _graph.Nodes[node].Id)
            {
                _sources[(node, socket)] = From(row);
                used.Add(link);
            }
        }

        return used;
    }

    private void ConnectFromTable(HashSet<string> used, Findings findings)
    {
        var where = _graph.Name is null ? "" : $" of subgraph '{Shown.Name(_graph.Name)}'";
        foreach (var row in _graph.Links.Values.Where(l => !used.Contains(l.Id) && !(_graph.Name is not null && l.TargetId == EditorLink.GraphOutput)))
        {
            var socket = _graph.IndexById.TryGetValue(row.TargetId, out var node) ? _sockets[node].OfSlot(row.TargetSlot) : -1;
            if (socket >= 0 && !_sources.ContainsKey((node, socket)))
            {
                _sources[(node, socket)] = From(row);
            }
            else
            {
                findings.Notice(null, $"link {Shown.Name(row.Id)}{where} was ignored: node {Shown.Name(row.TargetId)} has no free input {row.TargetSlot} for it");
            }
        }
    }

    private void ConnectFromNodes()
    {
        Dictionary<string, (int Node, int Slot)>? feeders = null;
        foreach (var (node, socket, link) in Claims())
        {
            if (_sources.ContainsKey((node, socket)))
            {
                continue;
            }

            if (_graph.Links.TryGetValue(link, out var row))
            {
                _sources[(node, socket)] = From(row);
                continue;
            }

            feeders ??= Feeders();
            _sources[(node, socket)] = feeders.TryGetValue(link, out var feeder)
                ? new Source(feeder.Node, feeder.Slot, link, _graph.Nodes[feeder.Node].Id)
                : new Source(Source.Nowhere, 0, link, null);
        }
    }

    // The links that inputs name.
    private IEnumerable<(int Node, int Socket, string Link)> Claims()
    {
        for (var node = 0; node < _sockets.Length; node++)
        {
            var inputs = _graph.Nodes[node].Inputs;
            for (var slot = 0; slot < inputs?.Count; slot++)
            {
                if (inputs[slot].Link is { } link && _sockets[node].OfSlot(slot) is >= 0 and var socket)
                {
                    yield return (node, socket, link);
                }
            }
        }
    }

    private Dictionary<string, (int Node, int Slot)> Feeders()
    {
        var feeders = new Dictionary<string, (int, int)>();
        for (var node = 0; node < _graph.Nodes.Count; node++)
        {
            var outputs = _graph.Nodes[node].Outputs;
            for (var slot = 0; slot < outputs.Count; slot++)
            {
                foreach (var link in outputs[slot].Links)
                {
                    feeders.TryAdd(link, (node, slot));
                }
            }
        }

        return feeders;
    }

    private Source From(EditorLink row) => new(
        _graph.Name is not null && row.OriginId == EditorLink.GraphInput ? Source.GraphInput : _graph.IndexById.TryGetValue(row.OriginId, out var node) ? node : Source.Nowhere,
        row.OriginSlot, row.Id, row.OriginId);

    private Source? OutputSource(BorderSlot output, int slot)
    {
        foreach (var id in output.Links)
        {
            if (_graph.Links.TryGetValue(id, out var row) && row.TargetId == EditorLink.GraphOutput)
            {
                return From(row);
            }
        }

        return ToOutputs.TryGetValue(slot, out var link) ? From(link) : null;
    }

    private Dictionary<int, EditorLink> ToOutputs => field ??= _graph.Links.Values.Where(l => l.TargetId == EditorLink.GraphOutput)
        .GroupBy(l => l.TargetSlot).ToDictionary(g => g.Key, g => g.First());

    private IReadOnlyList<(int Node, int Socket)>[] FindDriven()
    {
        var driven = _graph.Inputs.Select(_ => new List<(int Node, int Socket, string Link)>()).ToArray();
        foreach (var (node, socket, source) in All)
        {
            if (source.Node == Source.GraphInput && source.Slot < driven.Length)
            {
                driven[source.Slot].Add((node, socket, source.Link));
            }
        }

        var table = _graph.Links.Keys.Select((link, i) => (link, i)).ToDictionary(l => l.link, l => l.i);
        return [.. driven.Select((inputs, slot) => InOrder(inputs, _graph.Inputs[slot].Links, table))];
    }

    private static List<(int Node, int Socket)> InOrder(
        List<(int Node, int Socket, string Link)> inputs, IReadOnlyList<string> links, Dictionary<string, int> table)
    {
        var rank = links.Select((link, i) => (link, i)).DistinctBy(l => l.link).ToDictionary(l => l.link, l => l.i);
        return [.. inputs
            .OrderBy(i => rank.GetValueOrDefault(i.Link, int.MaxValue)).ThenBy(i => table.GetValueOrDefault(i.Link, int.MaxValue))
            .ThenBy(i => i.Node).ThenBy(i => i.Socket)
            .Select(i => (i.Node, i.Socket))];
    }
}
