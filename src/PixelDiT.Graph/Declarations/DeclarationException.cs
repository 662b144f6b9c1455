namespace PixelDiT.Graph.Declarations;

/// <summary>A node class whose declaration contradicts itself; the class is left out of the registry.</summary>
public sealed class DeclarationException : Exception
{
    internal DeclarationException(Type nodeType, string problem, Exception? inner = null)
        : base($"Node class {nodeType.FullName}: {problem}", inner) => NodeType = nodeType;

    /// <summary>The class.</summary>
    public Type NodeType { get; }
}
