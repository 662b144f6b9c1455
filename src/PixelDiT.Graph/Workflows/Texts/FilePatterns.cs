using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelDiT.Graph.Workflows.Flattening;
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

    private Dictionary<string, (Frame Frame, EditorNode Node)>? _bySearchName;
    private Dictionary<string, (Frame Frame, EditorNode Node)>? _byTitle;

    /// <summary>The value to send for a widget.</summary>
    /// <param name="name">The widget.</param>
    /// <param name="value">Its value.</param>
    public JsonNode? Apply(string name, JsonNode? value) =>
        name == Widget && value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is var text && text.Contains('%')
            ? JsonValue.Create(Pattern().Replace(text, Fill)) : value;

    private string Fill(Match match)
    {
        var inside = match.Groups["inside"].Value;
        var parts = inside.Split('.');
        if (parts.Length != 2)
        {
            return inside.StartsWith("date:", StringComparison.Ordinal) ? Date(inside[5..], time.GetLocalNow()) : match.Value;
        }

        if (Find(parts[0]) is not { } found || ValueOf(found.Frame, found.Node, parts[1]) is not { } value)
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

    private string? ValueOf(Frame frame, EditorNode node, string widget)
    {
        if (shapes.Find(node.Type) is not { } shape || shape.IndexOf(widget) is not (>= 0 and var index))
        {
            return null;
        }

        var value = frame.Promoted.OfNode(node.Id, widget) ?? saved.Of(node, shape)[index];
        return value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
    }

    private (Frame Frame, EditorNode Node)? Find(string name)
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
            if (node.SearchName is not null)
            {
                _bySearchName.TryAdd(node.SearchName, (at.Frame, node));
            }

            _byTitle.TryAdd(node.Title ?? shapes.Find(node.Type)?.Declaration.Title ?? node.Type, (at.Frame, node));
            if (at.Frame.Children.TryGetValue(at.Next, out var child))
            {
                open.Push((child, 0));
            }
        }
    }

    [GeneratedRegex("%(?<inside>[^%]+)%", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex("""[/?<>\\:*|"\x00-\x1F\x7F]""", RegexOptions.NonBacktracking)]
    private static partial Regex ForbiddenInNames();

    [GeneratedRegex("dd?|MM?|hh?|HH?|mm?|ss?|yyyy|yy", RegexOptions.NonBacktracking)]
    private static partial Regex DateToken();
}
