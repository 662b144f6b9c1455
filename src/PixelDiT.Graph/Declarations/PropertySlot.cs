using System.Reflection;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Declarations;

/// <summary>A property of a node class that receives a value, with the conversion to its type.</summary>
internal sealed class PropertySlot
{
    private readonly PropertyInfo _property;
    private MethodInvoker? _setter;

    public PropertySlot(Type nodeType, PropertyInfo property)
    {
        _property = property;
        if (property.SetMethod is null)
        {
            throw new DeclarationException(nodeType, $"property {property.Name} has no setter (use get; init;).");
        }
    }

    public Type Type => _property.PropertyType;

    /// <summary>Sets the property.</summary>
    /// <exception cref="InputBindingException">The value does not fit the property's type.</exception>
    public void Set(NodeBase node, string inputName, object? value) =>
        Invoke(node, ValueConversion.To(value, Type, inputName));

    /// <summary>Sets a property of list type from the values of the list.</summary>
    /// <exception cref="InputBindingException">A value does not fit the property's element type.</exception>
    public void SetList(NodeBase node, string inputName, IReadOnlyList<object?> values) =>
        Invoke(node, ValueConversion.ToList(values, Type, inputName));

    private void Invoke(NodeBase node, object? value)
    {
        _setter ??= MethodInvoker.Create(_property.SetMethod!);
        _setter.Invoke(node, value);
    }
}
