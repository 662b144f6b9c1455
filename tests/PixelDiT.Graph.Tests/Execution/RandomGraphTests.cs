using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Tests.Support;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Properties of the executor over random graphs.</summary>
[NonParallelizable]
public sealed class RandomGraphTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(150).WithQuietOnSuccess(true);

    [Test]
    public void Execute_RandomGraph_TopologicalEachReachableNodeOnce() => ForAll(graph =>
    {
        var outcome = new Bench(new NoneCache()).Run(graph.Prompt());

        var position = outcome.Executed.Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        Assert.That(position.Keys, Is.EquivalentTo(graph.Reachable().Select(n => $"{n}").Concat(graph.OutputIds)));
        foreach (var (node, source) in graph.Links().Where(l => position.ContainsKey($"{l.Node}")))
        {
            Assert.That(position[$"{source}"], Is.LessThan(position[$"{node}"]));
        }
    });

    [Test]
    public void Execute_SameTwice_SecondRunsNothing() => ForAll(graph =>
    {
        var bench = new Bench();
        var first = bench.Run(graph.Prompt());
        var second = bench.Run(graph.Prompt());

        Assert.That(second.Executed, Is.Empty);
        Assert.That(second.Outputs.Select(Show), Is.EquivalentTo(first.Outputs.Select(Show)));
    });

    [Test]
    public void Execute_OneConstantChanged_ReRunsExactlyItsReachableDescendants() => ForAll(graph =>
    {
        var bench = new Bench();
        bench.Run(graph.Prompt());
        var changed = graph.Size / 2;

        var outcome = bench.Run(graph.Prompt(changed));

        var expected = graph.Descendants(changed).Intersect(graph.Reachable()).ToHashSet();
        Assert.That(outcome.Executed, Is.EquivalentTo(expected.Select(n => $"{n}").Concat(graph.Outputs.Where(expected.Contains).Select(n => $"o{n}"))));
    });

    [Test]
    public void Execute_CancelledAnywhere_NothingLeaksAndTheNextRunIsRight() => ForAll(graph =>
    {
        MakeNode.Made.Clear();
        var bench = new Bench();
        using var cancel = new CancellationTokenSource();
        var left = graph.Size / 3;
        bench.Probe.OnRun = _ =>
        {
            if (left-- == 0)
            {
                cancel.Cancel();
            }
        };

        bench.Run(graph.Prompt(), cancellation: cancel.Token);
        bench.Probe.OnRun = null;
        var again = bench.Run(graph.Prompt());
        bench.Executor.Clear();

        Assert.That(again.Status, Is.EqualTo(ExecutionStatus.Success));
        Assert.That(again.Outputs.Select(Show), Is.EquivalentTo(new Bench(new NoneCache()).Run(graph.Prompt()).Outputs.Select(Show)));
        Assert.That(bench.Executor.LiveResources, Is.Zero);
        Assert.That(MakeNode.Made.Select(p => p.Disposals), Is.All.EqualTo(1));
    });

    [Test]
    public void Validate_RandomLinks_NeverThrowsAndFindsEveryCycle() => Check.One(Runs, Prop.ForAll(
        Arb.From(Gen.Choose(1, 12).SelectMany(n => Gen.ArrayOf(Gen.Choose(-1, n), 2 * n))),
        links =>
        {
            var size = links.Length / 2;
            var prompt = new JsonObject { ["out"] = Node("Sink", ("source", Link(0))) };
            for (var i = 0; i < size; i++)
            {
                prompt[$"{i}"] = Node("Join", ("first", Source(links[2 * i])), ("second", Source(links[(2 * i) + 1])));
            }

            var result = new Bench().Validator.Validate(prompt);

            Assert.That(result.Error is null, Is.EqualTo(!LeadsToCycleOrNowhere(0, size, links, [])));
            JsonNode? Source(int target) => target < 0 ? "constant" : Link(target);
        }));

    private static void ForAll(Action<RandomGraph> property) => Check.One(Runs, Prop.ForAll(Arb.From(RandomGraph.Generate), property));

    private static string Show(NodeOutput output) => $"{output.Node.Id} {output.Ui.ToJsonString()}";

    private static bool LeadsToCycleOrNowhere(int node, int size, int[] links, HashSet<int> path)
    {
        if (node >= size || !path.Add(node))
        {
            return true;
        }

        var bad = new[] { links[2 * node], links[(2 * node) + 1] }.Any(l => l >= 0 && LeadsToCycleOrNowhere(l, size, links, path));
        path.Remove(node);
        return bad;
    }

    private static JsonArray Link(int node) => [$"{node}", 0];

    private static JsonObject Node(string classType, params (string Name, JsonNode? Value)[] inputs) => new()
    {
        ["class_type"] = classType,
        ["inputs"] = new JsonObject(inputs.Select(i => KeyValuePair.Create(i.Name, i.Value))),
    };

    /// <summary>Nodes 0…n-1, each with two inputs from nodes before it or none; some are also shown.</summary>
    private sealed record RandomGraph(int[] Sources, bool[] Shown)
    {
        public static Gen<RandomGraph> Generate { get; } = Gen.Choose(1, 30).SelectMany(
            n => Gen.ArrayOf(Gen.Choose(0, 1_000_000), 2 * n).SelectMany(
                s => Gen.ArrayOf(Gen.Choose(0, 3), n).Select(
                    o => new RandomGraph([.. s.Select((v, i) => v % 3 == 0 ? -1 : (v % ((i / 2) + 1)) - 1)], [.. o.Select((v, i) => v == 0 || i == n - 1)]))));

        public int Size => Shown.Length;

        public IEnumerable<int> Outputs => Enumerable.Range(0, Size).Where(i => Shown[i]);

        public IEnumerable<string> OutputIds => Outputs.Select(i => $"o{i}");

        public ValidatedPrompt Prompt(int changed = -1)
        {
            var prompt = new JsonObject();
            for (var i = 0; i < Size; i++)
            {
                var made = Sources[2 * i] < 0 && Sources[(2 * i) + 1] < 0;
                var text = i == changed ? $"changed {i}" : $"n{i}";
                prompt[$"{i}"] = made
                    ? Node("Make", ("name", text))
                    : Node("Join", ("first", Input(Sources[2 * i])), ("second", Input(Sources[(2 * i) + 1])), ("third", text));
            }

            foreach (var i in Outputs)
            {
                prompt[$"o{i}"] = Node("Show", ("source", Link(i)));
            }

            return Bench.Accept(new Bench().Validator.Validate(prompt));
        }

        public IEnumerable<(int Node, int Source)> Links() =>
            Enumerable.Range(0, Sources.Length).Where(i => Sources[i] >= 0).Select(i => (i / 2, Sources[i]));

        public HashSet<int> Reachable() => Close(Outputs, Links().ToLookup(l => l.Node, l => l.Source));

        public HashSet<int> Descendants(int of) => Close([of], Links().ToLookup(l => l.Source, l => l.Node));

        private static JsonNode? Input(int source) => source < 0 ? "none" : Link(source);

        private static HashSet<int> Close(IEnumerable<int> from, ILookup<int, int> next)
        {
            var seen = new HashSet<int>();
            var pending = new Stack<int>(from);
            while (pending.TryPop(out var node))
            {
                if (seen.Add(node))
                {
                    foreach (var n in next[node])
                    {
                        pending.Push(n);
                    }
                }
            }

            return seen;
        }
    }
}
