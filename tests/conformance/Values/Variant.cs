using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Values;

/// <summary>
/// A node whose sockets take more than one type, with the check that goes with it: every type of a link must be among the declared ones, unless
/// either side takes anything or the link comes from another variant node. The runtime's own check of link types is off for these nodes.
/// </summary>
internal interface IVariant : IValidatesInputs
{
    IReadOnlyList<string> IInputValidator.ValidatedInputs => [];

    bool IInputValidator.ValidatesTypes => true;

    string? IValidatesInputs.ValidateInputs(ReceivedInputs inputs) => VariantTypes.Check(GetType(), inputs);
}

/// <summary>The check of variant nodes.</summary>
internal static class VariantTypes
{
    private static readonly ConcurrentDictionary<Type, Dictionary<string, string>> Declared = new();

    public static string? Check(Type node, ReceivedInputs inputs)
    {
        var declared = Declared.GetOrAdd(node, Read);
        foreach (var (name, link) in inputs.Links)
        {
            if (!link.Source.NodeType.IsAssignableTo(typeof(IVariant)) && declared.TryGetValue(name, out var wanted) && !Fits(link.Type, wanted))
            {
                return $"Invalid type of {name}: {link.Type} (expected {wanted})";
            }
        }

        return null;
    }

    private static bool Fits(string received, string wanted) =>
        received == "*" || wanted == "*" || received.Split(',').All(new HashSet<string>(wanted.Split(',')).Contains);

    private static Dictionary<string, string> Read(Type node)
    {
        var types = new Dictionary<string, string>();
        foreach (var property in node.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (property.GetCustomAttribute<InputAttribute>() is { Hidden: false } input)
            {
                types.TryAdd(input.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), input.Type);
            }
        }

        return types;
    }
}
