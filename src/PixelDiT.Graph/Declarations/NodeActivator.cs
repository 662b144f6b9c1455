using System.Reflection;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Declarations;

/// <summary>Creates node objects. The runtime specializes the invoker after a few calls, so nothing is compiled at start-up.</summary>
internal sealed class NodeActivator(Type nodeType)
{
    private readonly ConstructorInvoker _constructor = ConstructorInvoker.Create(
        nodeType.GetConstructor(Type.EmptyTypes) ?? throw new DeclarationException(nodeType, "it has no public parameterless constructor."));

    public NodeBase Create()
    {
        try
        {
            return (NodeBase)_constructor.Invoke();
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw new InvalidOperationException($"The constructor of {nodeType.FullName} failed: {e.InnerException.Message}", e.InnerException);
        }
    }
}
