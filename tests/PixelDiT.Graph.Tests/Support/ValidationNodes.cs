using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Tests.Support;

/// <summary>What validators are to do, and what they were given; one per test, found through the services.</summary>
internal sealed class Judging
{
    public List<ReceivedInputs> Received { get; } = [];

    public Func<ReceivedInputs, Task<string?>> Answer { get; set; } = _ => Task.FromResult<string?>(null);

    public static async Task<string?> Ask(ReceivedInputs inputs)
    {
        if (inputs.Services.Find<Judging>() is not { } judging)
        {
            return null;
        }

        lock (judging.Received)
        {
            judging.Received.Add(inputs);
        }

        return await judging.Answer(inputs);
    }
}

/// <summary>Judges two of its inputs, and waits for the judgement.</summary>
[Node("JudgeLater")]
[Output("INT")]
internal sealed class JudgeLaterNode : ProbedNode, IValidatesInputsAsync
{
    [IntInput(Max = 10)]
    public int Level { get; init; }

    [FloatInput(Optional = true)]
    public double Weight { get; init; }

    [IntInput(Max = 5, Optional = true)]
    public int Checked { get; init; }

    public IReadOnlyList<string> ValidatedInputs => ["level", "weight"];

    public Task<string?> ValidateInputsAsync(ReceivedInputs inputs) => Judging.Ask(inputs);

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Level);
}

/// <summary>Judges the types of its links.</summary>
[Node("JudgeTypes")]
[Output("IMAGE")]
internal sealed class JudgeTypesNode : ProbedNode, IValidatesInputs
{
    [Input("IMAGE")]
    public object? A { get; init; }

    [Input("IMAGE", Optional = true)]
    public object? B { get; init; }

    [Input("IMAGE", Optional = true)]
    public object? Ignored { get; init; }

    public IReadOnlyList<string> ValidatedInputs => ["a", "b"];

    public bool ValidatesTypes => true;

    public string? ValidateInputs(ReceivedInputs inputs) => Judging.Ask(inputs).GetAwaiter().GetResult();

    protected override NodeResult Work(NodeContext context) => NodeResult.Of($"{A},{B}");
}

/// <summary>An output that judges itself, and can do without any input.</summary>
[Node("JudgeOutput", IsOutput = true)]
internal sealed class JudgeOutputNode : ProbedNode, IValidatesInputs
{
    [Input("*", Optional = true)]
    public object? Source { get; init; }

    public IReadOnlyList<string> ValidatedInputs => ["source"];

    public string? ValidateInputs(ReceivedInputs inputs) => Judging.Ask(inputs).GetAwaiter().GetResult();

    protected override NodeResult Work(NodeContext context) => NodeResult.Of();
}

/// <summary>Takes links under any name.</summary>
[Node("Gather")]
[Output("STRING")]
internal sealed class GatherNode : ProbedNode
{
    [IntInput(Optional = true, Max = 10)]
    public int First { get; init; }

    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> Others { get; init; } = new Dictionary<string, object?>();

    protected override NodeResult Work(NodeContext context) =>
        NodeResult.Of($"{First};{string.Join(',', Others.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key}={o.Value}"))}");
}

/// <summary>Has an input that clients do not see, and one that is declared twice.</summary>
[Node("Concealing")]
[Output("STRING")]
internal sealed class ConcealingNode : ProbedNode
{
    [IntInput(Hidden = true, Max = 5)]
    public object? Secret { get; init; }

    [IntInput(Name = "twice", Max = 10)]
    public int Twice { get; init; }

    [IntInput(Name = "twice", Optional = true, Max = 3)]
    public int TwiceAgain { get; init; } = -1;

    protected override NodeResult Work(NodeContext context) => NodeResult.Of($"{Secret};{Twice};{TwiceAgain}");
}

/// <summary>Needs nothing and has outputs of two types.</summary>
[Node("Two")]
[Output("INT")]
[Output("FLOAT")]
internal sealed class TwoNode : ProbedNode
{
    protected override NodeResult Work(NodeContext context) => NodeResult.Of(2L, 2.5);
}
