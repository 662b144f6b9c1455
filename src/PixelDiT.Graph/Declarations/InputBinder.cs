using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Declarations;

/// <summary>Sets the properties of node objects.</summary>
internal static class InputBinder
{
    /// <summary>Sets the inputs that are constants; the others keep their initial value. Of two inputs of a name the required one is set.</summary>
    /// <exception cref="InputBindingException">A constant does not fit its property.</exception>
    public static void BindConstants(NodeDeclaration declaration, NodeBase node, Func<string, PromptInput?> find)
    {
        for (var i = 0; i < declaration.Inputs.Count; i++)
        {
            var input = declaration.Inputs[i];
            if (declaration.IndexOf(input.Name) == i && find(input.Name) is PromptInput.Literal literal)
            {
                Bind(declaration, node, input, literal.Plain);
            }
        }
    }

    /// <summary>Sets one input from a single value.</summary>
    public static void Bind(NodeDeclaration declaration, NodeBase node, InputDeclaration input, object? value)
    {
        if (declaration.TakesLists)
        {
            input.Slot.SetList(node, input.Name, [value]);
        }
        else
        {
            input.Slot.Set(node, input.Name, value);
        }
    }
}
