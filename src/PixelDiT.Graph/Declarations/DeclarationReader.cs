using System.Reflection;
using System.Text;
using System.Text.Json;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Declarations;

/// <summary>Reads the declaration of a node class from its attributes and says what is wrong with it.</summary>
internal static class DeclarationReader
{
    public static NodeDeclaration Read(Type type, string module)
    {
        var node = type.GetCustomAttribute<NodeAttribute>() ?? throw new DeclarationException(type, "it has no [Node] attribute.");
        if (string.IsNullOrEmpty(node.Id))
        {
            throw new DeclarationException(type, "its id is empty.");
        }

        if (type.IsAbstract || type.ContainsGenericParameters || type.GetConstructor(Type.EmptyTypes) is null)
        {
            throw new DeclarationException(type, "it has no public parameterless constructor.");
        }

        var (inputs, hidden, undeclared) = ReadProperties(type, node);
        if (inputs.Find(i => i.Lazy) is { } lazy && !type.IsAssignableTo(typeof(ILazyInputs)) && !type.IsAssignableTo(typeof(ILazyInputsAsync)))
        {
            throw new DeclarationException(type, $"input '{lazy.Name}' is lazy; the class must implement ILazyInputs or ILazyInputsAsync to ask for it.");
        }

        if (type.IsAssignableTo(typeof(IInputValidator)) && type.IsAssignableTo(typeof(IValidatesInputs)) == type.IsAssignableTo(typeof(IValidatesInputsAsync)))
        {
            throw new DeclarationException(type, "it judges inputs itself; it must implement one of IValidatesInputs and IValidatesInputsAsync.");
        }

        return new NodeDeclaration(
            type, node, node.Module ?? module, [.. inputs.OrderBy(i => i.Hidden ? 2 : i.Optional ? 1 : 0)], hidden,
            [.. type.GetCustomAttributes<OutputAttribute>()])
        {
            UndeclaredSlot = undeclared,
        };
    }

    private static (List<InputDeclaration> Inputs, List<HiddenDeclaration> Hidden, PropertySlot? Undeclared) ReadProperties(Type type, NodeAttribute node)
    {
        PropertySlot? undeclared = null;
        var inputs = new List<InputDeclaration>();
        var hidden = new List<HiddenDeclaration>();
        var names = new HashSet<string>();
        foreach (var property in Properties(type))
        {
            string? name = null;
            if (property.GetCustomAttribute<InputAttribute>() is { } input)
            {
                name = input.Name ?? SnakeCase(property.Name);
                inputs.Add(ReadInput(type, property, name, input, node));
            }
            else if (property.GetCustomAttribute<HiddenInputAttribute>() is { } hiddenInput)
            {
                name = hiddenInput.Name ?? SnakeCase(property.Name);
                hidden.Add(new HiddenDeclaration(name, hiddenInput.Kind) { Slot = new PropertySlot(type, property) });
            }
            else if (property.IsDefined(typeof(UndeclaredInputsAttribute)))
            {
                if (undeclared is not null)
                {
                    throw new DeclarationException(type, $"property {property.Name} is the second one that takes undeclared inputs.");
                }

                undeclared = property.PropertyType == typeof(IReadOnlyDictionary<string, object?>)
                    ? new PropertySlot(type, property)
                    : throw new DeclarationException(type, $"property {property.Name} must be an IReadOnlyDictionary<string, object?>.");
            }

            // ComfyUI lets a name stand among the required and the optional inputs; the required one counts.
            if (name is not null && !names.Add(name) && !IsRequiredAndOptional(name))
            {
                throw new DeclarationException(type, $"two inputs are called '{name}'.");
            }
        }

        return (inputs, hidden, undeclared);

        bool IsRequiredAndOptional(string name) =>
            hidden.TrueForAll(h => h.Name != name) && inputs.FindAll(i => i.Name == name) is [{ Hidden: false } a, { Hidden: false } b] && a.Optional != b.Optional;
    }

    private static InputDeclaration ReadInput(Type type, PropertyInfo property, string name, InputAttribute input, NodeAttribute node)
    {
        var slot = new PropertySlot(type, property);
        if (node.TakesLists && ValueConversion.ElementType(property.PropertyType) is null)
        {
            throw new DeclarationException(type, $"the node takes lists; property {property.Name} must be a list such as IReadOnlyList<T>.");
        }

        try
        {
            return new InputDeclaration(name, input, node.Schema, slot, InputOptions.Build(input, node.Schema), Source(type, property, input));
        }
        catch (Exception e) when (e is FormatException or JsonException or OverflowException)
        {
            throw new DeclarationException(type, $"input '{name}': {e.Message}", e);
        }
    }

    private static IChoiceSource? Source(Type type, PropertyInfo property, InputAttribute input) => input switch
    {
        not ComboInputAttribute { Source: not null } => null,
        ComboInputAttribute { Source: var source } when source.IsAssignableTo(typeof(IChoiceSource)) && source.GetConstructor(Type.EmptyTypes) is not null =>
            (IChoiceSource)Activator.CreateInstance(source)!,
        _ => throw new DeclarationException(type, $"the Source of {property.Name} must implement IChoiceSource and have a public parameterless constructor."),
    };

    // Base class first, each in the order of its source text.
    private static IEnumerable<PropertyInfo> Properties(Type type)
    {
        var classes = new Stack<Type>();
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
        {
            classes.Push(t);
        }

        return classes.SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .OrderBy(p => p.MetadataToken));
    }

    internal static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
