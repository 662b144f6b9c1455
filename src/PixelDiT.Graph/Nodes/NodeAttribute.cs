namespace PixelDiT.Graph.Nodes;

/// <summary>Declares a node class: what <c>GET /object_info</c> says of the node as a whole.</summary>
/// <param name="id">The class name that workflows use as <c>class_type</c>; exact, case-sensitive, public contract.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NodeAttribute(string id) : Attribute
{
    /// <summary>The class name that workflows use as <c>class_type</c>.</summary>
    public string Id { get; } = id;

    /// <summary>Caption on the canvas (<c>display_name</c>). Default: none; a V1 entry then shows <see cref="Id"/>, a V3 entry <c>null</c>.</summary>
    public string? Title { get; init; }

    /// <summary>Menu path, parts separated by <c>/</c>. Default <c>sd</c>, as in ComfyUI.</summary>
    public string Category { get; init; } = "sd";

    /// <summary>One or two sentences for the help panel. Default empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The value of <c>python_module</c>. Default: <c>custom_nodes.</c> and the name of the pack's folder.</summary>
    public string? Module { get; init; }

    /// <summary>Which of ComfyUI's two entry shapes <c>object_info</c> uses (protocol §10.1). Default <see cref="NodeSchema.V1"/>.</summary>
    public NodeSchema Schema { get; init; } = NodeSchema.V1;

    /// <summary>True when the node is worth running for its own sake: a graph needs at least one. Default false.</summary>
    public bool IsOutput { get; init; }

    /// <summary>True when the node takes whole lists instead of being called once per element. Default false.</summary>
    public bool TakesLists { get; init; }

    /// <summary>True when two equal nodes of one graph must not share a result (ComfyUI: NOT_IDEMPOTENT). Default false.</summary>
    public bool NotIdempotent { get; init; }

    /// <summary>Shown with a warning; still runs. Default false.</summary>
    public bool Deprecated { get; init; }

    /// <summary>Shown with a note; may change. Default false.</summary>
    public bool Experimental { get; init; }

    /// <summary>Further words under which the node is found. Default none.</summary>
    public string[] SearchAliases { get; init; } = [];

    /// <summary>Group in the front end's short menu, for example <c>Basics</c>. Default none.</summary>
    public string? EssentialsCategory { get; init; }
}

/// <summary>ComfyUI's two generations of node declarations; they differ only in the keys of their <c>object_info</c> entry.</summary>
public enum NodeSchema
{
    /// <summary>Old style: optional keys are left out.</summary>
    V1,

    /// <summary>New style: every key is present, <c>null</c> where nothing is declared; choices are <c>["COMBO", {options}]</c>.</summary>
    V3,
}
