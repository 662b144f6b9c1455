using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Values;

/// <summary>Short forms for building expansions.</summary>
internal static class Expansions
{
    /// <summary>Adds a mask of one value, 512×512.</summary>
    public static GraphNode AddMask(this GraphBuilder graph, double value) => graph.Add("StubMask").Set("value", value).WithSize();

    /// <summary>Adds an image, 512×512.</summary>
    public static GraphNode AddImage(this GraphBuilder graph, string content) => graph.Add("StubImage").Set("content", content).WithSize();

    /// <summary>Sets an input that has a value, and takes it out where there is none.</summary>
    public static GraphNode SetOrRemove(this GraphNode node, string name, object? value) => value is null ? node.Remove(name) : node.Set(name, value);

    private static GraphNode WithSize(this GraphNode node) => node.Set("height", 512L).Set("width", 512L).Set("batch_size", 1L);
}
