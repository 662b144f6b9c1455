using System.Text.Json.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Tests.Sockets;

namespace PixelDiT.Conformance.Tests.Support;

/// <summary>What a client learned of a run.</summary>
/// <param name="PromptId">Id of the prompt.</param>
/// <param name="Messages">Everything its socket heard during the run.</param>
/// <param name="History">Its entry.</param>
/// <param name="Images">The images in the outputs of each node, as they were served.</param>
internal sealed record RunResult(string PromptId, IReadOnlyList<SocketMessage> Messages, JsonObject History, IReadOnlyDictionary<string, IReadOnlyList<DecodedImage>> Images)
{
    /// <summary>True when the client was told that the node starts.</summary>
    public bool Ran(GraphNode node) => StartOf(node) >= 0;

    /// <summary>True when the client was told at the beginning that the node's result is there.</summary>
    public bool WasCached(GraphNode node) => Own("execution_cached").Single().Data!["nodes"]!.AsArray().Any(n => (string)n! == node.Id);

    public bool RanOrWasCached(GraphNode node) => Ran(node) || WasCached(node);

    public IReadOnlyList<DecodedImage> ImagesOf(GraphNode node) => Images.GetValueOrDefault(node.Id, []);

    /// <summary>Place of the message that the node starts; −1 when there is none.</summary>
    public int StartOf(GraphNode node) => Place(m => m.Type == "executing" && (string?)m.Data!["node"] == node.Id);

    /// <summary>Place of the first message that tells that the node is done; −1 when there is none.</summary>
    public int EndOf(GraphNode node) => Place(m => m.Type == "progress_state" && (string?)m.Data!["nodes"]![node.Id]?["state"] == "finished");

    /// <summary>Ids of all nodes that ran, in order.</summary>
    public IEnumerable<string> Started => Own("executing").Select(m => (string?)m.Data!["node"]).OfType<string>();

    private IEnumerable<SocketMessage> Own(string type) => Messages.Where(m => m.Type == type && (string?)m.Data!["prompt_id"] == PromptId);

    private int Place(Func<SocketMessage, bool> condition)
    {
        for (var i = 0; i < Messages.Count; i++)
        {
            if ((string?)Messages[i].Data?["prompt_id"] == PromptId && condition(Messages[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
