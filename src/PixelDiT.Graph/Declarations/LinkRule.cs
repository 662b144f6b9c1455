using System.Diagnostics.CodeAnalysis;

namespace PixelDiT.Graph.Declarations;

/// <summary>What a link under a name means to a node class.</summary>
internal enum LinkKind
{
    /// <summary>The class has no place for it: as if it were not there.</summary>
    Ignored,

    /// <summary>A declared input: it must lead to an output of a fitting type.</summary>
    Declared,

    /// <summary>
    /// An undeclared input of a class that takes those, or a declared one that is hidden: followed where it leads to an output, of whatever type; as if
    /// it were not there where it leads nowhere.
    /// </summary>
    Loose,
}

/// <summary>The one place that says which links of a prompt count, for validation, scheduling and cache keys alike (protocol §5.4).</summary>
internal static class LinkRule
{
    /// <summary>What a link under this name means.</summary>
    /// <param name="declaration">The class of the node that has the input.</param>
    /// <param name="name">Name of the input.</param>
    public static LinkKind Of(NodeDeclaration declaration, string name) =>
        declaration.FindInput(name) is { } input ? (input.Hidden ? LinkKind.Loose : LinkKind.Declared)
        : declaration.TakesUndeclared ? LinkKind.Loose
        : LinkKind.Ignored;

    /// <summary>True when there is such an output.</summary>
    /// <param name="slot">The output that a link names.</param>
    /// <param name="source">The class of the node that it names; null when there is no such node.</param>
    public static bool LeadsToOutput(int slot, [NotNullWhen(true)] NodeDeclaration? source) => slot >= 0 && slot < source?.Outputs.Count;
}
