using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Validation;

/// <summary>Says whether an output may feed an input (protocol §5.5).</summary>
internal static class TypeMatch
{
    private const string Any = "*";

    // Stands for a type that only the front end knows: it joins the sockets of a template node.
    private const string Placeholder = "COMFY_MATCHTYPE_V3";

    /// <summary>
    /// True when the types are equal, either is <c>*</c> or a placeholder, or their comma-separated members overlap. An old-style list of choices takes no
    /// other type.
    /// </summary>
    public static bool Fits(string received, InputDeclaration input)
    {
        var declared = input.Type;
        if (received is Any or Placeholder || declared is Any or Placeholder)
        {
            return true;
        }

        if (input.IsCombo && !input.NewStyle)
        {
            return false;
        }

        return received == declared || ((received.Contains(',') || declared.Contains(',')) && Overlap(Members(received), Members(declared)));
    }

    /// <summary>The input's type as error texts print it.</summary>
    public static string Printed(InputDeclaration input, NodeServices services) =>
        input.IsCombo && !input.NewStyle ? PythonText.ReprList(input.GetChoices(services)) : input.Type;

    private static bool Overlap(string[] a, string[] b) => a.Contains(Any) || b.Contains(Any) || a.Intersect(b).Any();

    private static string[] Members(string type) => type.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
