using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Tests.Support;

/// <summary>Counts what the test nodes do; one per test, found through the services.</summary>
internal sealed class Probe
{
    public List<string> Calls { get; } = [];

    public Action<NodeContext>? OnRun { get; set; }

    public bool Throws { get; set; }

    public Func<Task> Wait { get; set; } = () => Task.CompletedTask;
}

internal sealed class Part(string name) : IDisposable
{
    public string Name { get; } = name;

    public int Disposals { get; private set; }

    public void Dispose() => Disposals++;
}

/// <summary>A value of one or two parts, like a latent that wraps tensors.</summary>
internal sealed record Bundle(params Part[] Parts) : IHoldsResources
{
    public IEnumerable<IDisposable> Resources => Parts;

    public override string ToString() => $"Bundle of {Parts.Length}";
}

internal abstract class ProbedNode : Node
{
    public sealed override NodeResult Run(NodeContext context)
    {
        var probe = context.Services.Get<Probe>();
        probe.Calls.Add(context.NodeId);
        probe.OnRun?.Invoke(context);
        return Work(context);
    }

    protected abstract NodeResult Work(NodeContext context);
}

[Node("Number")]
[Output("INT")]
internal sealed class NumberNode : ProbedNode
{
    [IntInput(Default = 0, Min = -100, Max = 18446744073709551615)]
    public System.Numerics.BigInteger Value { get; init; }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Value);
}

[Node("Add")]
[Output("INT")]
internal sealed class AddNode : ProbedNode
{
    [Input("INT")]
    public long A { get; init; }

    [Input("INT")]
    public long B { get; init; }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(A + B);
}

[Node("Many")]
[Output("INT", "all", IsList = true)]
[Output("INT", "count")]
internal sealed class ManyNode : ProbedNode
{
    [IntInput(Min = 0)]
    public int Count { get; init; }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Enumerable.Range(1, Count).Select(i => (long)i).ToArray(), Count);
}

[Node("Sum", TakesLists = true)]
[Output("INT")]
internal sealed class SumNode : ProbedNode
{
    [Input("INT")]
    public IReadOnlyList<long> Values { get; init; } = [];

    [IntInput]
    public int[] Times { get; init; } = [];

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Values.Sum() * Times[0]);
}

[Node("Join")]
[Output("*")]
internal sealed class JoinNode : ProbedNode
{
    [Input("*")]
    public object? First { get; init; }

    [Input("*", Optional = true)]
    public object? Second { get; init; }

    [Input("*", Optional = true)]
    public object? Third { get; init; }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of($"{First},{Second},{Third}");
}

[Node("Show", IsOutput = true)]
internal sealed class ShowNode : ProbedNode
{
    [Input("*")]
    public object? Source { get; init; }

    protected override NodeResult Work(NodeContext context) =>
        NodeResult.Of().WithUi(new JsonObject { ["text"] = new JsonArray(PythonText.Str(Source)) });
}

[Node("Sink", IsOutput = true)]
[Output("*")]
internal sealed class SinkNode : ProbedNode
{
    [Input("*")]
    public object? Source { get; init; }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Source);
}

[Node("Fail")]
[Output("*")]
internal sealed class FailNode : ProbedNode
{
    [Input("*")]
    public object? Source { get; init; }

    [StringInput]
    public string Text { get; init; } = "";

    protected override NodeResult Work(NodeContext context) => throw new InvalidOperationException(Text);
}

[Node("Make")]
[Output("PART")]
[Output("PART", "other")]
internal sealed class MakeNode : ProbedNode
{
    public static List<Part> Made { get; } = [];

    [StringInput]
    public string Name { get; init; } = "";

    protected override NodeResult Work(NodeContext context)
    {
        var (a, b) = (new Part(Name + ".a"), new Part(Name + ".b"));
        Made.AddRange([a, b]);
        return NodeResult.Of(new Bundle(a), new Bundle(a, b));
    }
}

/// <summary>Hands its input on, and wraps its parts once more.</summary>
[Node("Pass")]
[Output("PART")]
[Output("PART", "wrapped")]
internal sealed class PassNode : ProbedNode
{
    [Input("PART")]
    public Bundle Source { get; init; } = null!;

    [IntInput]
    public int Salt { get; init; }

    protected override NodeResult Work(NodeContext context)
    {
        Assert.That(Source.Parts.Sum(p => p.Disposals), Is.Zero, "an input must be alive while the node runs");
        return NodeResult.Of(Source, new Bundle(Source.Parts));
    }
}

[Node("Changing", Schema = NodeSchema.V3)]
[Output("INT")]
internal sealed class ChangingNode : ProbedNode, IFingerprinted
{
    [FloatInput]
    public double Mark { get; init; }

    [Input("INT", Optional = true)]
    public long? Linked { get; init; }

    public object? Fingerprint(NodeServices services)
    {
        services.Get<Probe>().Calls.Add("fingerprint");
        Assert.That(Linked, Is.Null, "a fingerprint sees constants only");
        return services.Get<Probe>().Throws ? throw new IOException("gone") : Mark;
    }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(7L);
}

[Node("Unique")]
[Output("STRING")]
internal sealed class UniqueNode : ProbedNode
{
    [HiddenInput(HiddenInput.UniqueId)]
    public string UniqueId { get; init; } = "";

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(UniqueId);
}

[Node("Slow")]
[Output("*")]
internal sealed class SlowNode : AsyncNode
{
    [Input("*")]
    public object? Source { get; init; }

    [IntInput(Default = 0, Optional = true)]
    public int Fails { get; init; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        var probe = context.Services.Get<Probe>();
        lock (probe)
        {
            probe.Calls.Add(context.NodeId);
        }

        await probe.Wait();
        return Fails != 0 ? throw new InvalidOperationException("slow failure") : NodeResult.Of(Source);
    }
}

[Node("Judge")]
[Output("INT")]
internal sealed class JudgeNode : ProbedNode, IValidatesInputs
{
    [IntInput(Default = 1, Max = 10)]
    public int Level { get; init; }

    [ComboInput("a", "b")]
    public string Kind { get; init; } = "";

    [IntInput(Max = 5)]
    public int Checked { get; init; }

    public IReadOnlyList<string> ValidatedInputs => ["level", "kind"];

    public string? ValidateInputs(ReceivedInputs inputs) => Level switch
    {
        7 => "7s are not allowed.",
        666 => throw new InvalidOperationException("no such level"),
        _ => null,
    };

    protected override NodeResult Work(NodeContext context) => NodeResult.Of(Level);
}

internal sealed class FileNames : IChoiceSource
{
    public IReadOnlyList<string> GetChoices(NodeServices services) => services.Find<FileList>()?.Names ?? [];

    public string? Describe(NodeServices services) => "folder models/things";
}

internal sealed record FileList(params string[] Names);

[Node("Typed")]
[Output("IMAGE,FLOAT")]
internal sealed class TypedNode : ProbedNode
{
    [IntInput(Default = 20, Min = 1, Max = 10000)]
    public int Steps { get; init; }

    [FloatInput(Min = 0, Max = 1, Optional = true)]
    public double Cfg { get; init; }

    [StringInput(Optional = true)]
    public string Text { get; init; } = "";

    [BooleanInput(Optional = true)]
    public bool Flag { get; init; }

    [ComboInput("WHITE", "BLACK", "NOISE", Optional = true)]
    public string Content { get; init; } = "";

    [ComboInput("x", "y", NewStyle = true, Optional = true)]
    public string Modern { get; init; } = "";

    [ComboInput(Source = typeof(FileNames), Optional = true)]
    public string File { get; init; } = "";

    [Input("IMAGE,FLOAT", Optional = true)]
    public object? Either { get; init; }

    protected override NodeResult Work(NodeContext context) => NodeResult.Of($"{Steps} {Cfg} {Text} {Flag}");
}

[Node("Hidden", IsOutput = true)]
internal sealed class HiddenNode : ProbedNode
{
    [IntInput]
    public int Value { get => field; init => field = value == 13 ? throw new InvalidDataException("not thirteen") : value; }

    [Input("*", Optional = true)]
    public object? Source { get; init; }

    [HiddenInput(HiddenInput.Prompt)]
    public JsonObject? Prompt { get; init; }

    [HiddenInput(HiddenInput.ExtraPngInfo)]
    public JsonObject? ExtraPnginfo { get; init; }

    [HiddenInput(HiddenInput.UniqueId)]
    public string? UniqueId { get; init; }

    protected override NodeResult Work(NodeContext context) =>
        NodeResult.Of().WithUi(new JsonObject { ["text"] = new JsonArray($"{UniqueId} {Prompt!.ToJsonString()} {ExtraPnginfo?.ToJsonString()}") });
}

[Node("Wrong")]
[Output("PART")]
[Output("PART", "all", IsList = true)]
internal sealed class WrongNode : ProbedNode
{
    [StringInput]
    public string Kind { get; init; } = "";

    protected override NodeResult Work(NodeContext context)
    {
        var part = new Part("wrong");
        MakeNode.Made.Add(part);
        return Kind switch
        {
            "few" => NodeResult.Of(part),
            "no list" => NodeResult.Of(part, 5),
            "list" => NodeResult.Of(null, new[] { part }, 3),
            _ => null!,
        };
    }
}
