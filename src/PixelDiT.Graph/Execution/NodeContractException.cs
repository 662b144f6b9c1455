namespace PixelDiT.Graph.Execution;

/// <summary>A node returned something that its declaration does not allow; the fault is in the node class, not in the workflow.</summary>
public sealed class NodeContractException : Exception
{
    internal NodeContractException(string classType, string problem) : base($"Node class {classType} {problem}") => ClassType = classType;

    /// <summary>The node class.</summary>
    public string ClassType { get; }
}
