using PixelDiT.Graph.Declarations;

namespace PixelDiT.Graph.Nodes;

/// <summary>The graph of a running job, expansions included (<see cref="HiddenInput.DynamicPrompt"/>). For any thread.</summary>
public interface IDynamicPrompt
{
    /// <summary>Ids of all nodes there are now: the submitted ones in prompt order, then those of expansions.</summary>
    IReadOnlyList<string> NodeIds { get; }

    /// <summary>The node with this id, or null.</summary>
    /// <param name="id">A full id.</param>
    DynamicNode? Find(string id);
}

/// <summary>A node of a running job.</summary>
/// <param name="Id">Its full id.</param>
/// <param name="ClassType">Its node class.</param>
/// <param name="Inputs">Its inputs as submitted or built: <see cref="NodeLink"/>s and values; undeclared ones included.</param>
/// <param name="ParentId">The node whose expansion made it, or null.</param>
/// <param name="DisplayId">The node that clients show in its stead.</param>
/// <param name="RealId">The ancestor that stands in the submitted graph.</param>
public sealed record DynamicNode(
    string Id, string ClassType, IReadOnlyDictionary<string, object?> Inputs, string? ParentId, string DisplayId, string RealId)
{
    /// <summary>What its class declares.</summary>
    public required NodeDeclaration Declaration { get; init; }
}
