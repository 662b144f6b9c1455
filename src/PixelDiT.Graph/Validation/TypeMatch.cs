using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Validation;

/// <summary>Says whether an output may feed an input (protocol §5.5).</summary>
internal static class TypeMatch
{
    /// <summary>True when the types are equal, either is <c>*</c>, or their comma-separated members overlap. An old-style list of choices takes no text type.</summary>
    public static bool Fits(string received, InputDeclaration input)
    {
        if (received == "*" || input.Type == "*")
        {
            return true;
        }

        if (input.IsCombo && !input.NewStyle)
        {
            return false;
        }

        return received == input.Type
            || ((received.Contains(',') || input.Type.Contains(',')) && Members(received).Intersect(Members(input.Type)).Any());
    }

    /// <summary>The input's type as error texts print it.</summary>
    public static string Printed(InputDeclaration input, NodeServices services) =>
        input.IsCombo && !input.NewStyle ? PythonText.ReprList(input.GetChoices(services)) : input.Type;

    private static string[] Members(string type) => type.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
