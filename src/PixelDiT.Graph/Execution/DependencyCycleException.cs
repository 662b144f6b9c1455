namespace PixelDiT.Graph.Execution;

/// <summary>Nodes wait for each other. Validation finds the cycles of a submitted graph; this one came about through an expansion or lazy inputs.</summary>
internal sealed class DependencyCycleException() : Exception("Dependency cycle detected")
{
    /// <summary>The type that clients know.</summary>
    public const string WireType = "graph.DependencyCycleError";
}
