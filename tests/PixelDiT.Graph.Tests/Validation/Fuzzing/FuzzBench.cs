using System.Text.Json.Nodes;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Validation.Fuzzing;

/// <summary>Sends prompts and asserts what holds for every one of them: an answer in ComfyUI's shape, an outcome, nothing left behind.</summary>
internal sealed class FuzzBench
{
    // Far more than any of these prompts takes, so that a hang shows as one.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Bench _bench;
    private readonly ValidatedPrompt _known;
    private int _runs;

    public FuzzBench(IOutputCache cache)
    {
        _bench = new Bench(cache);
        _bench.Services.Add(new Judging { Answer = Judge }).Add(new Script { Flow = Flow, Needs = Needs, NeedsAsync = NeedsLater });
        _known = Bench.Accept(_bench.Validate(Prompts.Valid));
        AssertTheNextPromptRuns();
    }

    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public int Succeeded { get; private set; }

    /// <summary>Sends a prompt; the text is what a failure names.</summary>
    public void Send(JsonNode? prompt, string text)
    {
        try
        {
            var result = _bench.Validator.Validate(prompt);
            AnswerShape.Check(result);
            if (result.Prompt is null)
            {
                Refused++;
                return;
            }

            Accepted++;
            Assert.That(result.NodeErrors.Select(e => e.Value.ClassType), Is.EqualTo(result.NodeErrors.Select(e => result.Prompt.Graph.Find(e.Key)!.ClassType)));
            Assert.That(result.Prompt.Json.ToJsonString(), Is.Not.Empty, "what is stored can be printed");
            Run(result.Prompt);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"prompt: {text}", e);
        }
    }

    /// <summary>Counts bytes that are no prompt: a 400 as well.</summary>
    public void Refuse(PromptFormatException refusal)
    {
        Assert.That(refusal.Error.Type, Is.EqualTo("invalid_request"));
        Refused++;
    }

    public void AssertTheNextPromptRuns()
    {
        Assert.That(_bench.Run(_known).Status, Is.EqualTo(ExecutionStatus.Success));
        AssertNothingIsLeft();
    }

    public void AssertNothingIsLeft()
    {
        _bench.Executor.Clear();
        Assert.That(_bench.Executor.LiveResources, Is.Zero, "parts of values that nobody holds any more");
    }

    private void Run(ValidatedPrompt prompt)
    {
        using var patience = new CancellationTokenSource(Patience);
        var outcome = _bench.Run(prompt, cancellation: patience.Token);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success).Or.EqualTo(ExecutionStatus.Error), "neither hung nor lost");
        Assert.That(outcome.Error is null, Is.EqualTo(outcome.Status == ExecutionStatus.Success));
        Succeeded += outcome.Error is null ? 1 : 0;
        if (++_runs % 50 == 0)
        {
            AssertTheNextPromptRuns();
        }
        else if (_runs % 10 == 0)
        {
            AssertNothingIsLeft();
        }
    }

    private static async Task<string?> Judge(ReceivedInputs inputs)
    {
        await Task.Yield();
        return inputs.Constants.Values.Contains(13L) ? throw new InvalidOperationException("thirteen")
            : inputs.Links.Values.Any(l => l.Type == "PART") ? "parts are not to my taste"
            : null;
    }

    // Whatever an expansion may be: nested, with parts, linked to what was submitted, and wrong.
    private static NodeResult Flow(NodeContext context, FlowNode node)
    {
        var graph = context.NewGraph();
        switch (node.A)
        {
            case "grow" when context.NodeId.Length < 40:
                var inner = graph.Add("Flow").Set("a", "grow").Set("inner", node.B).Set("raw", node.Raw);
                return NodeResult.Of(graph.Add("Join").Set("first", inner.Output(0)).Set("second", node.B).Output(0)).WithExpansion(graph);
            case "parts":
                var made = graph.Add("Make", "made").Set("name", context.NodeId);
                graph.Add("Show").Set("source", made.Output(1));
                return NodeResult.Of(graph.Add("Pass").Set("source", made.Output(0)).Set("salt", 1).Output(1)).WithExpansion(graph);
            case "circle":
                var (a, b) = (graph.Add("Either"), graph.Add("Either"));
                return NodeResult.Of(a.Set("first", b.Output(0)).Output(0), b.Set("first", a.Output(0)).Id).WithExpansion(graph);
            case "nowhere":
                return NodeResult.Of(new NodeLink("nowhere", 0)).WithExpansion(graph);
            default:
                return NodeResult.Of(node.A ?? node.Inner ?? node.Others.Values.FirstOrDefault());
        }
    }

    private static IEnumerable<string> Needs(LazyContext context) => context.Computed.Contains("eager") ? ["second"] : ["first"];

    private static async Task<IEnumerable<string>> NeedsLater(LazyContext context)
    {
        await Task.Yield();
        return context.Computed.Contains("first") ? ["second"] : ["first"];
    }
}
