using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Properties of the executor over random graphs of lazy, expanding, asynchronous and copying nodes, in every cache.</summary>
[NonParallelizable]
[CancelAfter(120_000)]
public sealed class RandomFlowTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(120).WithQuietOnSuccess(true);

    private static readonly (string Name, Func<IOutputCache> Make)[] Caches =
    [
        ("none", () => new NoneCache()),
        ("classic", () => new ClassicCache()),
        ("lru 3", () => new LruCache(3)),
        ("pressure", () => new PressureCache()),
        ("pressure, memory always short", () => new PressureCache(() => MemoryPressure.High)),
    ];

    [Test]
    public void Execute_AnyCache_ShowsTheSameAndReleasesEverything() => ForAll(graph =>
    {
        var expected = Run(new NoneCache(), graph, twice: false).First;
        foreach (var (name, make) in Caches)
        {
            var (first, second) = Run(make(), graph, twice: true);
            Assert.That(first, Is.EqualTo(expected), name);
            Assert.That(second, Is.EqualTo(expected), name);
        }
    });

    [Test]
    public void Execute_SameTwice_SecondRunsNothing() => ForAll(graph =>
    {
        var bench = Scripted(new ClassicCache());
        bench.Run(graph.Prompt());

        Assert.That(bench.Run(graph.Prompt()).Executed, Is.Empty);
    });

    [Test]
    public void Execute_OneConstantChanged_RunsNothingButItsDescendants() => ForAll(graph =>
    {
        var bench = Scripted(new PressureCache());
        bench.Run(graph.Prompt());
        var changed = graph.Size / 2;

        var outcome = bench.Run(graph.Prompt(changed));

        var descendants = graph.Descendants(changed).Select(n => $"{n}").ToHashSet();
        Assert.That(outcome.Executed.Select(id => id.Split('.')[0].TrimStart('o')).Distinct(), Is.SubsetOf(descendants));
    });

    [Test]
    public void Execute_Order_SourcesBeforeTheirConsumersAndEachNodeOnce() => ForAll(graph =>
    {
        var outcome = Scripted(new LruCache(10_000)).Run(graph.Prompt());

        Assert.That(outcome.Executed, Is.Unique);
        var place = outcome.Executed.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        // A node may be missing: an equal one has run in its stead.
        foreach (var (node, source) in graph.EagerLinks().Where(l => place.ContainsKey($"{l.Node}") && place.ContainsKey($"{l.Source}")))
        {
            Assert.That(place[$"{source}"], Is.LessThan(place[$"{node}"]));
        }
    });

    [Test]
    public void Execute_CancelledAtAnyEvent_NothingLeaksAndTheNextRunIsRight() => ForAll(graph =>
    {
        var expected = Run(new NoneCache(), graph, twice: false).First;
        foreach (var (name, make) in Caches)
        {
            MakeNode.Made.Clear();
            var bench = Scripted(make());
            using var cancel = new CancellationTokenSource();
            var left = graph.CancelAt;
            bench.Probe.OnRun = _ =>
            {
                if (left-- == 0)
                {
                    cancel.Cancel();
                }
            };
            bench.Run(graph.Prompt(), cancellation: cancel.Token);
            bench.Probe.OnRun = null;

            Assert.That(Show(bench.Run(graph.Prompt())), Is.EqualTo(expected), name);
            AllIsReleased(bench, name);
        }
    });

    private static void ForAll(Action<FlowGraph> property) => Check.One(Runs, Prop.ForAll(Arb.From(FlowGraph.Generate), property));

    private static (string First, string Second) Run(IOutputCache cache, FlowGraph graph, bool twice)
    {
        MakeNode.Made.Clear();
        var bench = Scripted(cache);
        var first = Show(bench.Run(graph.Prompt()));
        var second = twice ? Show(bench.Run(graph.Prompt())) : "";
        AllIsReleased(bench, cache.GetType().Name);
        return (first, second);
    }

    private static void AllIsReleased(Bench bench, string name)
    {
        bench.Executor.Clear();
        // Async nodes that were cancelled let go a little later.
        Assert.That(() => bench.Executor.LiveResources, Is.Zero.After(5_000, 5), name);
        Assert.That(MakeNode.Made.Select(p => p.Disposals), Is.All.EqualTo(1), name);
    }

    private static string Show(ExecutionOutcome outcome)
    {
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), outcome.Error?.Message);
        // Of an output node inside an expansion a kept result shows nothing again: what was submitted counts.
        return string.Join("\n", outcome.Outputs.Where(o => o.Node.ParentId is null).Select(o => $"{o.Node.Id} {o.Ui.ToJsonString()}").Order());
    }

    private static Bench Scripted(IOutputCache cache)
    {
        var bench = new Bench(cache);
        bench.Probe.Wait = async () => await Task.Yield();
        bench.Script.Needs = c => c.Computed.Contains("eager") ? ["first", "second"] : ["first"];
        bench.Script.NeedsAsync = async _ =>
        {
            await Task.Yield();
            return ["second"];
        };
        bench.Script.Flow = (context, node) => node.Inner switch
        {
            // Of the submitted nodes: a shown output, a part made here, and a result two levels down.
            null => Expand(context, node),
            "again" => ExpandAgain(context, node),
            _ => NodeResult.Of(node.A ?? node.B ?? "nothing"),
        };
        return bench;
    }

    private static NodeResult Expand(NodeContext context, FlowNode node)
    {
        var graph = context.NewGraph();
        var made = graph.Add("Make").Set("name", "inner");
        graph.Add("Show").Set("source", "shown");
        var inner = graph.Add("Flow").Set("inner", "again").Set("a", node.A).Set("b", made.Output(1));
        return NodeResult.Of(inner.Output(0)).WithExpansion(graph);
    }

    private static NodeResult ExpandAgain(NodeContext context, FlowNode node)
    {
        var fresh = new Part("fresh");
        MakeNode.Made.Add(fresh);
        var graph = context.NewGraph();
        var last = graph.Add("Flow").Set("inner", "end").Set("a", node.A ?? node.B).Set("b", new Bundle(fresh));
        if (node is CopierNode)
        {
            last.Set("b", new NodeLink("0", 0));
        }

        return NodeResult.Of(last.Output(0)).WithExpansion(graph);
    }

    /// <summary>Nodes 0…n-1 of random kinds, each with two inputs from nodes before it or none; some are also shown.</summary>
    private sealed record FlowGraph(int[] Sources, bool[] Shown, int[] Kinds, int CancelAt)
    {
        private static readonly string[] Classes = ["Join", "Either", "EitherSlow", "Flow", "Copier", "Slow", "Block"];

        public static Gen<FlowGraph> Generate { get; } = Gen.Choose(1, 14).SelectMany(
            n => Gen.ArrayOf(Gen.Choose(0, 1_000_000), 2 * n).SelectMany(
                s => Gen.ArrayOf(Gen.Choose(0, 3), n).SelectMany(
                    o => Gen.ArrayOf(Gen.Choose(0, Classes.Length - 1), n).SelectMany(
                        k => Gen.Choose(0, 4 * n).Select(
                            c => new FlowGraph([.. s.Select((v, i) => v % 3 == 0 ? -1 : (v % ((i / 2) + 1)) - 1)], [.. o.Select((v, i) => v == 0 || i == n - 1)], k, c))))));

        public int Size => Shown.Length;

        public ValidatedPrompt Prompt(int changed = -1)
        {
            var prompt = new JsonObject();
            for (var i = 0; i < Size; i++)
            {
                prompt[$"{i}"] = Node(i, i == changed ? $"changed {i}" : $"n{i}");
                if (Shown[i])
                {
                    prompt[$"o{i}"] = Node("Show", ("source", Link(i)));
                }
            }

            return Bench.Accept(new Bench().Validator.Validate(prompt));
        }

        public HashSet<int> Descendants(int of)
        {
            var found = new HashSet<int> { of };
            for (var i = of + 1; i < Size; i++)
            {
                // A copier's expansion links to node 0 as well.
                if (found.Contains(Sources[2 * i]) || found.Contains(Sources[(2 * i) + 1]) || (Kind(i) == "Copier" && found.Contains(0)))
                {
                    found.Add(i);
                }
            }

            return found;
        }

        public IEnumerable<(int Node, int Source)> EagerLinks() =>
            Enumerable.Range(0, Size).Where(i => Kind(i) is "Join" or "Flow" or "Slow" or "Block").SelectMany(i => new[] { (i, Sources[2 * i]), (i, Sources[(2 * i) + 1]) })
                .Where(l => l.Item2 >= 0 && !(Kind(l.i) is "Slow" or "Block" && l.Item2 != Sources[2 * l.i]));

        private string Kind(int i) => i == 0 || (Sources[2 * i] < 0 && Sources[(2 * i) + 1] < 0) ? "Make" : Classes[Kinds[i]];

        private JsonObject Node(int i, string text)
        {
            var (a, b) = (Input(Sources[2 * i], text), Input(Sources[(2 * i) + 1], text));
            return Kind(i) switch
            {
                "Make" => Node("Make", ("name", text)),
                "Join" => Node("Join", ("first", a), ("second", b), ("third", text)),
                "Either" => Node("Either", ("first", a), ("second", b), ("eager", i % 2 == 0 ? text : null)),
                "EitherSlow" => Node("EitherSlow", ("first", a), ("second", b)),
                "Slow" => Node("Slow", ("source", a)),
                "Block" => Node("Block", ("a", a)),
                var kind => Node(kind, ("a", a), ("b", b), ("extra", Sources[2 * i] < 0 ? text : Link(Sources[2 * i]))),
            };
        }

        private static JsonNode Input(int source, string text) => source < 0 ? text : Link(source);

        private static JsonArray Link(int node) => [$"{node}", 0];

        private static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs) => new()
        {
            ["class_type"] = classType,
            ["inputs"] = new JsonObject(inputs.Where(i => i.Value is not null).Select(i => KeyValuePair.Create(i.Name, i.Value))),
        };
    }
}
