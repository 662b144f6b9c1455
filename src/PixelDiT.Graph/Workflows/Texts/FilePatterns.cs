using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelDiT.Graph.Workflows.Flattening;
using PixelDiT.Graph.Workflows.Linking;
using PixelDiT.Graph.Workflows.Reading;
using PixelDiT.Graph.Workflows.Widgets;

namespace PixelDiT.Graph.Workflows.Texts;

/// <summary>
/// The patterns of file names that the front end fills in before sending (protocol §8.6): <c>%date:yyyy-MM-dd%</c> and <c>%Node.widget%</c>. What it
/// does not know stays for the server: <c>%width%</c>, <c>%batch_num%</c>.
/// </summary>
/// <param name="top">The top frame, expanded.</param>
/// <param name="shapes">The classes.</param>
/// <param name="saved">The saved values.</param>
/// <param name="time">The clock.</param>
/// <param name="budget">Counts what texts grow by.</param>
internal sealed partial class FilePatterns(Frame top, ClassShapes shapes, SavedValues saved, TimeProvider time, Budget budget)
{
    private const string Widget = "filename_prefix";

    private Dictionary<string, (Frame Frame, int Node)>? _bySearchName;
    private Dictionary<string, (Frame Frame, int Node)>? _byTitle;

    /// <summary>Fills in the file names of a graph.</summary>
    /// <param name="prompt">The graph in API form, with the values that nodes will have; it is changed.</param>
    public void Fill(JsonObject prompt)
    {
        var names = prompt.Select(n => InputsOf(n.Value)).OfType<JsonObject>()
            .Where(i => i[Widget]?.GetValueKind() == JsonValueKind.String).Select(i => (Inputs: i, Text: i[Widget]!.GetValue<string>())).Where(n => n.Text.Contains('%'));
        // All are read before one is written: a pattern may take another file name, as it was.
        foreach (var (inputs, text) in names.Select(n => (n.Inputs, Pattern().Replace(n.Text, match => Fill(match, prompt)))).ToList())
        {
            inputs[Widget] = text;
        }
    }

    private string Fill(Match match, JsonObject prompt)
    {
        var inside = match.Groups["inside"].Value;
        var parts = inside.Split('.');
        if (parts.Length != 2)
        {
            return inside.StartsWith("date:", StringComparison.Ordinal) ? Date(inside[5..], time.GetLocalNow()) : match.Value;
        }

        if (Find(parts[0]) is not { } found || ValueOf(prompt, found.Frame, found.Node, parts[1]) is not { } value)
        {
            return match.Value;
        }

        budget.AddText(value.Length);
        return ForbiddenInNames().Replace(value, "_");
    }

    /// <summary>A date by tokens: d, M, h and H, m, s once or twice (with a leading zero), yy, yyyy.</summary>
    internal static string Date(string format, DateTimeOffset now) => DateToken().Replace(format, token => token.Value[0] switch
    {
        'd' => Padded(now.Day, token.Length),
        'M' => Padded(now.Month, token.Length),
        'h' or 'H' => Padded(now.Hour, token.Length),
        'm' => Padded(now.Minute, token.Length),
        's' => Padded(now.Second, token.Length),
        _ => token.Length == 2 ? Padded(now.Year % 100, 2) : now.Year.ToString(),
    });

    private static string Padded(int number, int length) => number.ToString().PadLeft(length, '0');

    private string? ValueOf(JsonObject prompt, Frame frame, int index, string widget)
    {
        var node = frame.Graph.Nodes[index];
        if (node.Kind == NodeKind.Primitive)
        {
            return widget == PrimitiveValue.Widget ? Text(PrimitiveValue.Of(frame, index)) : null;
        }

        if (shapes.Find(node.Type) is not { } shape || shape.IndexOf(widget) is not (>= 0 and var place))
        {
            return null;
        }

        var id = frame.IdOf(index);
        budget.AddSteps(id.Length);
        var sent = InputsOf(prompt[id])?[widget];
        // Nodes that do not run, and linked inputs, still have their widgets.
        return Text(sent is null or JsonArray ? frame.Promoted.OfNode(node.Id, widget) ?? saved.Of(node, shape)[place]
            : sent is JsonObject wrapped ? wrapped["__value__"] ?? sent : sent);
    }

    private static string Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";

    private static JsonObject? InputsOf(JsonNode? node) => (node as JsonObject)?["inputs"] as JsonObject;

    private (Frame Frame, int Node)? Find(string name)
    {
        if (_bySearchName is null)
        {
            Index();
        }

        return _bySearchName!.TryGetValue(name, out var found) || _byTitle!.TryGetValue(name, out found) ? found : null;
    }

    // The first node of a name counts, outer ones before those of their subgraphs.
    private void Index()
    {
        (_bySearchName, _byTitle) = ([], []);
        var open = new Stack<(Frame Frame, int Next)>([(top, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Next == at.Frame.Graph.Nodes.Count)
            {
                continue;
            }

            open.Push((at.Frame, at.Next + 1));
            var node = at.Frame.Graph.Nodes[at.Next];
            if ((node.SearchName ?? UsualName(node)) is { } name)
            {
                _bySearchName.TryAdd(name, (at.Frame, at.Next));
            }

            _byTitle.TryAdd(node.Title ?? shapes.Find(node.Type)?.Declaration.Title ?? node.Type, (at.Frame, at.Next));
            if (at.Frame.Children.TryGetValue(at.Next, out var child))
            {
                open.Push((child, 0));
            }
        }
    }

    // Where none was saved, the front end gives a node of a known class the name of the class; the save nodes that it knows get none.
    private string? UsualName(EditorNode node) => node.Type is "SaveImage" || shapes.Find(node.Type) is null ? null : node.Type;

    [GeneratedRegex("%(?<inside>[^%]+)%", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("""[/?<>\\:*|"\x00-\x1F\x7F]""", RegexOptions.NonBacktracking)]
    private static partial Regex ForbiddenInNames();

    [GeneratedRegex("dd?|MM?|hh?|HH?|mm?|ss?|yyyy|yy", RegexOptions.NonBacktracking)]
    private static partial Regex DateToken();
}
