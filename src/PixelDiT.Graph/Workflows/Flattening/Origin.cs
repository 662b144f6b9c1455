namespace PixelDiT.Graph.Workflows.Flattening;

/// <summary>Where a value was found. Only put into words when a message needs it: deep subgraphs have long names.</summary>
/// <param name="What">What it is, followed by the node if there is one.</param>
/// <param name="Frame">Where the node stands, or null.</param>
/// <param name="Node">The node.</param>
internal sealed record Origin(string What, Frame? Frame = null, int Node = -1)
{
    /// <inheritdoc />
    public override string ToString() => Frame is null ? What : $"{What} {Frame.PlaceOf(Node)}";
}
