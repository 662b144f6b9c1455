namespace PixelDiT.Graph.Nodes;

/// <summary>Declares one output slot of a node class; slots are numbered in the order of the attributes.</summary>
/// <param name="type">The type as clients see it, for example <c>IMAGE</c>.</param>
/// <param name="name">Name of the slot. Default: <paramref name="type"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OutputAttribute(string type, string? name = null) : Attribute
{
    /// <summary>The type as clients see it.</summary>
    public string Type { get; } = type;

    /// <summary>Name of the slot.</summary>
    public string Name { get; } = name ?? type;

    /// <summary>True when the node returns a list whose elements are separate values (protocol §6.2). Default false.</summary>
    public bool IsList { get; init; }

    /// <summary>Help text. Default none.</summary>
    public string? Tooltip { get; init; }
}
