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

    string? IValidatesInputs.ValidateInputs(ReceivedInputs inputs)
    {
        foreach (var (name, link) in inputs.Links)
        {
            if (!link.Source.NodeType.IsAssignableTo(typeof(IVariant)) && inputs.Node.FindInput(name) is { } input && !Fits(link.Type, input.Type))
            {
                return $"Invalid type of {name}: {link.Type} (expected {input.Type})";
            }
        }

        return null;
    }

    private static bool Fits(string received, string wanted) =>
        received == "*" || wanted == "*" || received.Split(',').All(new HashSet<string>(wanted.Split(',')).Contains);
}
