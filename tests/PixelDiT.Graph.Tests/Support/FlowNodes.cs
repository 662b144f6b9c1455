using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Tests.Support;

/// <summary>What the nodes of this file do, set by a test; found through the services.</summary>
internal sealed class Script
{
    public Func<NodeContext, FlowNode, NodeResult> Flow { get; set; } = (_, node) => NodeResult.Of(node.A);

    public Func<LazyContext, IEnumerable<string>> Needs { get; set; } = _ => [];

    public Func<LazyContext, Task<IEnumerable<string>>> NeedsAsync { get; set; } = _ => Task.FromResult<IEnumerable<string>>([]);
}

/// <summary>Does what the script says, with all that a node may declare.</summary>
[Node("Flow")]
[Output("*")]
internal class FlowNode : ProbedNode
{
    [Input("*", Optional = true)]
    public object? A { get; init; }

    [Input("*", Optional = true)]
    public object? B { get; init; }

    [Input("*", Optional = true, RawLink = true)]
    public object? Raw { get; init; }

    [Input("*", Hidden = true)]
    public object? Inner { get; init; }

    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> Others { get; init; } = new Dictionary<string, object?>();

    protected override NodeResult Work(NodeContext context) => context.Services.Get<Script>().Flow(context, this);
}

[Node("Copier")]
internal sealed class CopierNode : FlowNode
{
    [HiddenInput(HiddenInput.DynamicPrompt)]
    public IDynamicPrompt Graph { get; init; } = null!;
}

[Node("FlowLists", TakesLists = true)]
[Output("*", IsList = true)]
internal sealed class FlowListsNode : ProbedNode
{
    [Input("*")]
    public IReadOnlyList<object?> A { get; init; } = [];

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(A.Reverse());
}

[Node("Either")]
[Output("*")]
internal sealed class EitherNode : ProbedNode, ILazyInputs
{
    [Input("*", Lazy = true)]
    public object? First { get; init; }

    [Input("*", Lazy = true, Optional = true)]
    public object? Second { get; init; }

    [Input("*", Optional = true)]
    public object? Eager { get; init; }

    public IEnumerable<string> CheckLazyStatus(LazyContext context)
    {
        context.Services.Get<Probe>().Calls.Add($"asked {string.Join(",", context.Computed.Order())}");
        return context.Services.Get<Script>().Needs(context);
    }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of($"{First}|{Second}|{Eager}");
}

[Node("EitherSlow")]
[Output("*")]
internal sealed class EitherSlowNode : ProbedNode, ILazyInputsAsync
{
    [Input("*", Lazy = true)]
    public object? First { get; init; }

    [Input("*", Lazy = true)]
    public object? Second { get; init; }

    public Task<IEnumerable<string>> CheckLazyStatusAsync(LazyContext context) => context.Services.Get<Script>().NeedsAsync(context);

    protected override NodeResult Work(NodeContext context) => NodeResult.Of($"{First}|{Second}");
}

/// <summary>Blocks where a text says so: <c>stop</c> in silence, <c>stop: why</c> with a message.</summary>
[Node("Block")]
[Output("*")]
internal sealed class BlockNode : ProbedNode
{
    [Input("*")]
    public object? A { get; init; }

    protected override NodeResult Work(NodeContext context) => A switch
    {
        "stop" => NodeResult.Of(new ExecutionBlocker()),
        string text when text.StartsWith("stop: ", StringComparison.Ordinal) => NodeResult.Of(new ExecutionBlocker(text[6..])),
        _ => NodeResult.Of(A),
    };
}

/// <summary>A list of the constants given.</summary>
[Node("Items")]
[Output("*", IsList = true)]
internal sealed class ItemsNode : ProbedNode
{
    [Input("*")]
    public JsonArray Values { get; init; } = [];

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Values.Select(v => Graph.Values.JsonValues.ToPlain(v)).ToList());
}

internal sealed record Hanger(Action Hang);

[Node("HangingFingerprint")]
[Output("*")]
internal sealed class HangingFingerprintNode : ProbedNode, IFingerprinted
{
    [IntInput]
    public int Mark { get; init; }

    public object? Fingerprint(NodeServices services)
    {
        services.Find<Hanger>()?.Hang();
        return Mark;
    }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Mark);
}
