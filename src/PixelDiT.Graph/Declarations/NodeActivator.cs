using System.Reflection;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Declarations;

/// <summary>Creates node objects. The runtime specializes the invoker after a few calls, so nothing is compiled at start-up.</summary>
internal sealed class NodeActivator(Type nodeType)
{
    private readonly ConstructorInvoker _constructor = ConstructorInvoker.Create(
        nodeType.GetConstructor(Type.EmptyTypes) ?? throw new DeclarationException(nodeType, "it has no public parameterless constructor."));

    public NodeBase Create() => (NodeBase)_constructor.Invoke();
}
