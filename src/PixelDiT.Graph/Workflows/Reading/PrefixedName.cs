namespace PixelDiT.Graph.Workflows.Reading;

/// <summary>Names of promoted widgets as early front ends wrote them: <c>5: steps</c>, with the id of an inner node in front, once a level.</summary>
internal static class PrefixedName
{
    /// <summary>Takes the ids off.</summary>
    /// <param name="name">The name as written.</param>
    /// <returns>The widget's own name, and the last id, that of the innermost node; the name as it is and null when there is none.</returns>
    public static (string Widget, string? Node) Strip(string name)
    {
        var rest = name.AsSpan();
        string? node = null;
        while (rest.TrimStart() is var text && text.IndexOfAnyExceptInRange('0', '9') is > 0 and var digits
            && text[digits..].TrimStart() is [':', .. var after] && after.TrimStart() is { IsEmpty: false } inner)
        {
            node = text[..digits].ToString();
            rest = inner;
        }

        return node is null ? (name, null) : (rest.ToString(), node);
    }
}
