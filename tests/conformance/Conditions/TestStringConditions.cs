using System.Text.RegularExpressions;
using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Compares texts, character by character.</summary>
[Node("TestStringConditions", Title = "String Condition", Category = "Testing/Logic", Module = Pack.Module)]
[Output("BOOLEAN")]
internal sealed class TestStringConditions : Node
{
    // A pattern can take longer than anyone waits.
    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(10);

    [StringInput(Multiline = false)]
    public required string A { get; set; }

    [StringInput(Multiline = false)]
    public required string B { get; set; }

    [ComboInput("a == b", "a != b", "a IN b", "a MATCH REGEX(b)", "a BEGINSWITH b", "a ENDSWITH b")]
    public required string Operation { get; set; }

    /// <summary>Without it both texts, patterns included, are taken in lower case.</summary>
    [BooleanInput(Default = true)]
    public required object CaseSensitive { get; set; }

    public override NodeResult Run(NodeContext context) =>
        NodeResult.Of(Truth.Of(CaseSensitive) ? Holds(A, B) : Holds(A.ToLowerInvariant(), B.ToLowerInvariant()));

    private bool Holds(string a, string b) => Operation switch
    {
        "a == b" => a == b,
        "a != b" => a != b,
        "a IN b" => b.Contains(a, StringComparison.Ordinal),
        "a MATCH REGEX(b)" => MatchesAtStart(a, b),
        "a BEGINSWITH b" => a.StartsWith(b, StringComparison.Ordinal),
        "a ENDSWITH b" => a.EndsWith(b, StringComparison.Ordinal),
        _ => throw new UnknownChoiceException("operation", Operation),
    };

    // The leftmost match stands at the start if any does.
    private static bool MatchesAtStart(string text, string pattern)
    {
        try
        {
            return Regex.Match(text, pattern, RegexOptions.CultureInvariant, MatchTime) is { Success: true, Index: 0 };
        }
        // A bad pattern matches nothing.
        catch (RegexParseException)
        {
            return false;
        }
    }
}
