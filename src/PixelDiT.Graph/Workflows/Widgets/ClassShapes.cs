using System.Collections.Concurrent;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>The shapes of the classes that workflows use, each built once. Safe for use from several threads.</summary>
/// <param name="registry">The node classes.</param>
internal sealed class ClassShapes(NodeRegistry registry)
{
    private readonly ConcurrentDictionary<NodeDeclaration, ClassShape> _known = new();

    /// <summary>The shape of a class, or null when nobody provides it.</summary>
    /// <param name="type">A <c>class_type</c>.</param>
    public ClassShape? Find(string type) =>
        registry.Find(type) is { } declaration ? _known.GetOrAdd(declaration, static d => new ClassShape(d)) : null;
}
