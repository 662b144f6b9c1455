using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Workflows.Widgets;

/// <summary>The shapes of the classes that a workflow uses.</summary>
/// <param name="registry">The node classes.</param>
internal sealed class ClassShapes(NodeRegistry registry)
{
    private readonly Dictionary<string, ClassShape?> _known = [];

    /// <summary>The shape of a class, or null when nobody provides it.</summary>
    /// <param name="type">A <c>class_type</c>.</param>
    public ClassShape? Find(string type)
    {
        if (!_known.TryGetValue(type, out var shape))
        {
            _known[type] = shape = registry.Find(type) is { } declaration ? new ClassShape(declaration) : null;
        }

        return shape;
    }
}
