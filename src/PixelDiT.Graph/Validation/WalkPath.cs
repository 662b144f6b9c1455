using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Validation;

/// <summary>How a node was reached: an input of its consumer (no declaration when it is undeclared), and the link there.</summary>
internal sealed record Way(string InputName, InputDeclaration? Input, PromptInput.Link Link);

/// <summary>A node on the path, with the way to it (null for an output).</summary>
internal sealed class Step(NodeVerdict verdict, Way? via)
{
    public NodeVerdict Verdict { get; } = verdict;

    public Way? Via { get; } = via;

    /// <summary>Count of the inputs looked at: the declared ones, then those of the prompt once more for undeclared links.</summary>
    public int Next { get; set; }

    public CustomValidator? Custom { get; set; }

    /// <summary>True when a constant has not even the declared type: no node object can carry it, and nobody can judge it.</summary>
    public bool Unconverted { get; set; }
}

/// <summary>The nodes between an output and the node under validation, outermost first.</summary>
internal sealed class WalkPath
{
    private readonly List<Step> _steps = [];

    // Places that are in no reported cycle, ascending. Each place enters and leaves once, however many cycles there are.
    private readonly Stack<int> _unreported = new();

    public Step? Last => _steps.Count > 0 ? _steps[^1] : null;

    public Step Enter(NodeVerdict verdict, Way? via)
    {
        verdict.PathIndex = _steps.Count;
        _unreported.Push(_steps.Count);
        var step = new Step(verdict, via);
        _steps.Add(step);
        return step;
    }

    /// <summary>Takes the last node off; what is wrong with it is wrong with its consumer.</summary>
    public void Leave()
    {
        var verdict = _steps[^1].Verdict;
        verdict.PathIndex = -1;
        _steps.RemoveAt(_steps.Count - 1);
        if (_unreported.TryPeek(out var top) && top == _steps.Count)
        {
            _unreported.Pop();
        }

        if (!verdict.Valid && Last is { } consumer)
        {
            consumer.Verdict.Valid = false;
        }
    }

    /// <summary>The cycle that a link from the last node back to a place closes, and those of its nodes that are in no cycle reported before.</summary>
    public (CycleReport Report, IEnumerable<NodeVerdict> Members) Close(int start)
    {
        var members = new Stack<NodeVerdict>();
        while (_unreported.TryPeek(out var place) && place >= start)
        {
            members.Push(_steps[_unreported.Pop()].Verdict);
        }

        return (new CycleReport([.. _steps.Skip(start).Take(CycleReport.MaxShown).Select(s => s.Verdict)], _steps.Count - start), members);
    }
}
