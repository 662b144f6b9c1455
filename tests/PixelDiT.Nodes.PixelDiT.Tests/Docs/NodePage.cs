using System.Globalization;
using System.Text;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Nodes.PixelDiT.Tests.Docs;

/// <summary>A page of <c>docs/nodes</c>: people write what is around the tables, the tables come from the declaration.</summary>
internal static class NodePage
{
    /// <summary>The sections in their order; the text before the first is what the node is about.</summary>
    public static readonly string[] Sections = ["Inputs", "Outputs", "Errors", "Example workflow", "Common mistakes"];

    /// <summary>The page with the tables as they have to be.</summary>
    public static string WithTables(string page, NodeDeclaration node)
    {
        var text = page.Length == 0 ? $"# {node.Title}\n\n`{node.Id}`: {node.Description}\n" + string.Concat(Sections.Select(s => $"\n## {s}\n")) : page;
        return Replace(Replace(text, "Inputs", Inputs(node)), "Outputs", Outputs(node));
    }

    /// <summary>The titles of the page's sections, in order.</summary>
    public static IEnumerable<string> SectionsOf(string page) => page.Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]);

    /// <summary>What stands in a section.</summary>
    public static string TextOf(string page, string section)
    {
        var start = page.IndexOf($"## {section}\n", StringComparison.Ordinal) + section.Length + 4;
        var end = page.IndexOf("\n## ", start, StringComparison.Ordinal);
        return page[start..(end < 0 ? page.Length : end)].Trim();
    }

    private static string Replace(string page, string section, string table)
    {
        var heading = $"## {section}\n";
        var start = page.IndexOf(heading, StringComparison.Ordinal) + heading.Length;
        var end = page.IndexOf("\n## ", start, StringComparison.Ordinal);
        return $"{page[..start]}\n{table}{page[end..]}";
    }

    private static string Inputs(NodeDeclaration node)
    {
        var table = new StringBuilder("| input | type | default | range | |\n| --- | --- | --- | --- | --- |\n");
        foreach (var input in node.Inputs.Where(i => !i.Hidden))
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{input.Name}`{(input.Optional ? " (optional)" : "")} | {input.Type} | {Default(input.Attribute)} | {Range(input.Attribute)} | {input.Attribute.Tooltip} |\n");
        }
        return table.ToString();
    }

    private static string Outputs(NodeDeclaration node)
    {
        var table = new StringBuilder("| output | type | |\n| --- | --- | --- |\n");
        foreach (var output in node.Outputs)
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{output.Name}` | {output.Type} | {output.Tooltip} |\n");
        }
        return table.ToString();
    }

    private static string Default(InputAttribute input) => input switch
    {
        IntInputAttribute { Default: { } whole } => Number(whole),
        FloatInputAttribute real when !double.IsNaN(real.Default) => Number(real.Default),
        StringInputAttribute { Default: { } text } => text.Length == 0 ? "empty" : $"`{text}`",
        BooleanInputAttribute { DeclaresDefault: true } flag => flag.Default ? "true" : "false",
        ComboInputAttribute { Default: { } choice } => $"`{choice}`",
        _ => "",
    };

    private static string Range(InputAttribute input) => input switch
    {
        IntInputAttribute { Min: { } min, Max: { } max } => $"{Number(min)} to {Number(max)}",
        FloatInputAttribute real when !double.IsNaN(real.Min) => $"{Number(real.Min)} to {Number(real.Max)}",
        ComboInputAttribute { Source: null } combo => string.Join(", ", combo.Choices.Select(c => $"`{c}`")),
        _ => "",
    };

    private static string Number(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
