using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Tests.Support;

namespace PixelDiT.Graph.Tests.Execution;

/// <summary>Protocol §6.5, §6.7.</summary>
[CancelAfter(60_000)]
[NonParallelizable]
public sealed class ExpansionTests
{
    private const string Graph = """
        {"1": {"class_type": "Make", "inputs": {"name": "m"}}, "4": {"class_type": "Flow", "inputs": {"a": ["1", 0]}},
         "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
        """;

    private readonly Bench _bench = new(new NoneCache());

    [SetUp]
    public void ForgetParts() => MakeNode.Made.Clear();

    [TearDown]
    public void AllIsReleased()
    {
        _bench.Executor.Clear();
        Assert.That(_bench.Executor.LiveResources, Is.Zero);
        Assert.That(MakeNode.Made.Select(p => p.Disposals), Is.All.EqualTo(1));
    }

    [Test]
    public void Execute_Expansion_RunsAsPartOfTheGraphUnderIdsOfItsOwn()
    {
        _bench.Script.Flow = (context, node) =>
        {
            var graph = context.NewGraph();
            var first = graph.Add("Pass").Set("source", node.A).Set("salt", 1L);
            var second = graph.Add("Pass", "named").Set("source", first.Output(0)).Set("salt", 2L);
            return NodeResult.Of(second.Output(0)).WithExpansion(graph);
        };

        var outcome = _bench.Run(Graph);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "4.0.0.1", "4.0.0.named", "4", "5" }));
        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Does.Contain("Bundle of 1"));
        Assert.That(_bench.Seen.Events.Where(e => e.EndsWith(" 4", StringComparison.Ordinal)), Is.EqualTo(new[] { "run 4", "finished 4" }));
    }

    [Test]
    public void Execute_Expansion_NodesNameParentDisplayAndSubmittedNode()
    {
        var seen = new List<NodeRef>();
        _bench.Script.Flow = (context, node) =>
        {
            if (node.Inner is not null)
            {
                return NodeResult.Of(node.Inner);
            }

            var graph = context.NewGraph();
            var inner = graph.Add("Flow").Set("inner", context.NodeId.Length > 4 ? "done" : null).Set("a", 1L);
            return NodeResult.Of(inner.Output(0)).WithExpansion(graph);
        };
        var refs = new RefRecorder(seen);
        _bench.Executor.Execute(
            new ExecutionRequest { PromptId = "p", Prompt = Bench.Accept(_bench.Validate(Graph)) }, refs, CancellationToken.None);

        Assert.That(seen.Single(r => r.Id == "4.0.0.1.0.0.1"), Is.EqualTo(new NodeRef("4.0.0.1.0.0.1", "4", "4.0.0.1", "4", "Flow")));
    }

    [Test]
    public void Execute_DisplayId_IsInherited()
    {
        var seen = new List<NodeRef>();
        _bench.Script.Flow = (context, node) =>
        {
            if (node.Inner is not null)
            {
                return NodeResult.Of("x");
            }

            var graph = context.NewGraph();
            var inner = graph.Add("Flow").Set("inner", 1L);
            inner.DisplayId = "1";
            return NodeResult.Of(inner.Output(0)).WithExpansion(graph);
        };
        _bench.Executor.Execute(
            new ExecutionRequest { PromptId = "p", Prompt = Bench.Accept(_bench.Validate(Graph)) }, new RefRecorder(seen), CancellationToken.None);

        Assert.That(seen.Single(r => r.ParentId is not null).DisplayId, Is.EqualTo("1"));
    }

    [Test]
    public void Execute_MixedCalls_KeepTheirOrder()
    {
        _bench.Script.Flow = (context, node) =>
        {
            if (node.A is not "expand")
            {
                return NodeResult.Of(node.A);
            }

            var graph = context.NewGraph();
            var two = graph.Add("Many").Set("count", 2L);
            return NodeResult.Of(two.Output(0)).WithExpansion(graph);
        };

        var outcome = _bench.Run("""
            {"0": {"class_type": "Items", "inputs": {"values": {"__value__": ["a", "expand", "c", "expand"]}}}, "4": {"class_type": "Flow", "inputs": {"a": ["0", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["a","1","2","c","1","2"]}"""));
        Assert.That(outcome.Executed, Does.Contain("4.1.0.1").And.Contains("4.3.0.1"));
    }

    [Test]
    public void Execute_OutputNodesOfAnExpansion_RunThoughNothingLinksToThem()
    {
        _bench.Script.Flow = (context, _) =>
        {
            var graph = context.NewGraph();
            graph.Add("Show", "shown").Set("source", "inner");
            graph.Add("Number", "idle").Set("value", 1L);
            return NodeResult.Of("plain").WithExpansion(graph);
        };

        var outcome = _bench.Run(Graph);

        Assert.That(outcome.Outputs.Select(o => o.Node.Id), Is.EquivalentTo(new[] { "5", "4.0.0.shown" }));
        Assert.That(outcome.Executed, Does.Not.Contain("4.0.0.idle"));
    }

    [Test]
    public void Execute_MissingInputsOfAnExpansion_TakeTheClassesInitialValues()
    {
        _bench.Script.Flow = (context, _) =>
        {
            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Number").Output(0)).WithExpansion(graph);
        };

        Assert.That(_bench.Run(Graph).Outputs.Single().Ui.ToJsonString(), Does.Contain("\"0\""));
    }

    [Test]
    public void Execute_FreshValueGivenToAnExpansion_LivesUntilItsNodeHasRun()
    {
        _bench.Script.Flow = (context, _) =>
        {
            var made = new Part("given");
            MakeNode.Made.Add(made);
            var graph = context.NewGraph();
            var pass = graph.Add("Pass").Set("source", new Bundle(made)).Set("salt", 1L);
            graph.Add("Pass", "never").Set("source", new Bundle(made)).Set("salt", 1L);
            return NodeResult.Of(pass.Output(1)).WithExpansion(graph);
        };

        Assert.That(_bench.Run(Graph).Status, Is.EqualTo(ExecutionStatus.Success));
    }

    [TestCase("Nope", "no pack provides")]
    [TestCase("twice", "two nodes with the id")]
    [TestCase("nowhere", "does not exist")]
    [TestCase("slot", "output 7")]
    public void Execute_ExpansionThatDoesNotFit_FailsTheNodeAndSaysWhy(string fault, string why)
    {
        _bench.Script.Flow = (context, node) =>
        {
            var graph = context.NewGraph();
            var good = graph.Add("Pass", "good").Set("source", node.A).Set("salt", 1L);
            switch (fault)
            {
                case "twice":
                    graph.Add("Pass", "good");
                    break;
                case "nowhere":
                    good.Set("source", new NodeLink("99", 0));
                    break;
                case "slot":
                    return NodeResult.Of(good.Output(7)).WithExpansion(graph);
                default:
                    graph.Add(fault);
                    break;
            }

            return NodeResult.Of(good.Output(0)).WithExpansion(graph);
        };

        var error = _bench.Run(Graph).Error!;

        Assert.That((error.NodeId, error.NodeType), Is.EqualTo(("4", "Flow")));
        Assert.That(error.Message, Does.Contain(why));
    }

    [Test]
    public void Execute_FailureInsideAnExpansion_NamesTheSubmittedNode()
    {
        _bench.Script.Flow = (context, node) =>
        {
            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Fail").Set("source", node.A).Set("text", "deep").Output(0)).WithExpansion(graph);
        };

        var error = _bench.Run(Graph).Error!;

        Assert.That((error.NodeId, error.NodeType, error.Message), Is.EqualTo(("4", "Flow", "deep\n")));
    }

    [Test]
    public void Execute_EndlessExpansion_IsRefusedAtTheLimit()
    {
        var bench = new Bench(new NoneCache(), o => o with { MaxNodes = 100 });
        bench.Script.Flow = (context, _) =>
        {
            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Flow").Output(0)).WithExpansion(graph);
        };

        var error = bench.Run("""{"4": {"class_type": "Flow", "inputs": {}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}""").Error!;

        Assert.That(error.Message, Does.Contain("100 nodes"));
        Assert.That(error.NodeId, Is.EqualTo("4"));
    }

    [Test]
    public void Execute_DynamicCycle_IsAnErrorOfTheExpandingNode()
    {
        _bench.Script.Needs = _ => ["first"];
        _bench.Script.Flow = (context, _) =>
        {
            var graph = context.NewGraph();
            var one = graph.Add("Either");
            var two = graph.Add("Either").Set("first", one.Output(0));
            one.Set("first", two.Output(0));
            return NodeResult.Of(two.Output(0)).WithExpansion(graph);
        };

        var error = _bench.Run(Graph).Error!;

        Assert.That((error.NodeId, error.NodeType, error.Message, error.ExceptionType),
            Is.EqualTo(("4", "Flow", "Dependency cycle detected", "graph.DependencyCycleError")));
        Assert.That(error.CurrentInputs.ToJsonString(), Is.EqualTo("[]"));
    }

    [Test]
    public void Execute_ExpansionNestedDeeply_NeedsNoStack()
    {
        const int Depth = 2000;
        _bench.Script.Flow = (context, node) =>
        {
            var left = node.Inner is long n ? n : Depth;
            if (left == 0)
            {
                return NodeResult.Of("bottom");
            }

            // Ids of its own making: the usual ones grow with every level.
            var graph = new GraphBuilder($"d{left}.");
            return NodeResult.Of(graph.Add("Flow").Set("inner", left - 1).Output(0)).WithExpansion(graph);
        };

        Assert.That(_bench.Run(Graph).Outputs.Single().Ui.ToJsonString(), Does.Contain("bottom"));
    }

    [Test]
    public void Execute_SecondRun_ExpandsNothingAgain()
    {
        var bench = new Bench();
        var times = 0;
        bench.Script.Flow = (context, _) =>
        {
            times++;
            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Number").Set("value", 7L).Output(0)).WithExpansion(graph);
        };
        const string Prompt = """{"4": {"class_type": "Flow", "inputs": {"a": 1}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}""";
        bench.Run(Prompt);

        var outcome = bench.Run(Prompt);

        Assert.That((times, outcome.Executed.Count), Is.EqualTo((1, 0)));
        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Does.Contain("7"));
    }

    [Test]
    public void Execute_SameNodesInTwoExpansions_ShareTheirResults()
    {
        var bench = new Bench(new LruCache(50));
        bench.Script.Flow = (context, _) =>
        {
            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Number").Set("value", 7L).Output(0)).WithExpansion(graph);
        };
        bench.Run("""{"4": {"class_type": "Flow", "inputs": {"a": 1}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}""");

        var outcome = bench.Run("""{"4": {"class_type": "Flow", "inputs": {"a": 2}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}""");

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "4", "5" }));
    }

    [Test]
    public void Execute_RawLink_SourceRunsFirstAndTheNodeGetsTheLink()
    {
        object? raw = null;
        _bench.Script.Flow = (_, node) => NodeResult.Of(raw = node.Raw);

        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "4": {"class_type": "Flow", "inputs": {"raw": ["1", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(raw, Is.EqualTo(new NodeLink("1", 0)));
        Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "4", "5" }));
    }

    [Test]
    public void Execute_DynamicPrompt_SeesSubmittedAndExpandedNodes()
    {
        IDynamicPrompt? seen = null;
        _bench.Script.Flow = (context, node) =>
        {
            if (node is CopierNode copier)
            {
                seen = copier.Graph;
                return NodeResult.Of("seen");
            }

            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Copier", "c").Set("a", node.A).Output(0)).WithExpansion(graph);
        };

        _bench.Run(Graph);

        Assert.That(seen!.NodeIds, Is.EqualTo(new[] { "1", "4", "5", "4.0.0.c" }));
        Assert.That(seen.Find("4")!.Inputs["a"], Is.EqualTo(new NodeLink("1", 0)));
        Assert.That(seen.Find("4.0.0.c")!, Has.Property("ParentId").EqualTo("4").And.Property("RealId").EqualTo("4").And.Property("ClassType").EqualTo("Copier"));
        Assert.That(seen.Find("nobody"), Is.Null);
    }

    [Test]
    public void Execute_CopiedPartUsesAFinishedNode_ItIsThereWithoutRunningAgain()
    {
        // As a loop does: the copy links to a node outside the loop whose other users have all run.
        _bench.Script.Flow = (context, node) =>
        {
            if (node is not CopierNode)
            {
                return NodeResult.Of(node.A);
            }

            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Pass").Set("source", new NodeLink("1", 0)).Set("salt", 3L).Output(0)).WithExpansion(graph);
        };

        var outcome = _bench.Run("""
            {"1": {"class_type": "Make", "inputs": {"name": "outside"}}, "2": {"class_type": "Pass", "inputs": {"source": ["1", 0], "salt": 1}},
             "4": {"class_type": "Copier", "inputs": {"a": ["2", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "2", "4.0.0.1", "4", "5" }));
    }

    [Test]
    public void Execute_ExpansionUsesAReleasedNode_ItRunsAgain()
    {
        // Without sight of the graph nothing says that the value will be wanted: it is gone, and made anew.
        _bench.Script.Flow = (context, node) =>
        {
            var graph = context.NewGraph();
            return NodeResult.Of(graph.Add("Pass").Set("source", new NodeLink("1", 0)).Set("salt", 3L).Output(0)).WithExpansion(graph);
        };

        var outcome = _bench.Run("""
            {"1": {"class_type": "Make", "inputs": {"name": "outside"}}, "2": {"class_type": "Pass", "inputs": {"source": ["1", 0], "salt": 1}},
             "4": {"class_type": "Flow", "inputs": {"a": ["2", 0]}}, "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Executed, Is.EqualTo(new[] { "1", "2", "1", "4.0.0.1", "4", "5" }));
    }

    [Test]
    public void Execute_UndeclaredLinks_ReachAClassThatTakesThem()
    {
        _bench.Script.Flow = (_, node) => NodeResult.Of(string.Join(";", node.Others.Select(o => $"{o.Key}={o.Value}")));

        var outcome = _bench.Run("""
            {"1": {"class_type": "Number", "inputs": {"value": 1}}, "4": {"class_type": "Flow", "inputs": {"extra": ["1", 0], "constant": 3}},
             "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """);

        Assert.That(outcome.Outputs.Single().Ui.ToJsonString(), Is.EqualTo("""{"text":["extra=1"]}"""));
    }

    [Test]
    public void Execute_UndeclaredLinks_ArePartOfTheCacheKey()
    {
        var bench = new Bench();
        bench.Script.Flow = (_, node) => NodeResult.Of(node.Others.Count);
        static string Prompt(int value) => """
            {"1": {"class_type": "Number", "inputs": {"value": VALUE}}, "4": {"class_type": "Flow", "inputs": {"extra": ["1", 0]}},
             "5": {"class_type": "Show", "inputs": {"source": ["4", 0]}}}
            """.Replace("VALUE", $"{value}");
        bench.Run(Prompt(1));

        Assert.That(bench.Run(Prompt(2)).Executed, Is.EqualTo(new[] { "1", "4", "5" }));
        Assert.That(bench.Run(Prompt(2)).Executed, Is.Empty);
    }

    [Test]
    public void Execute_InterruptedInsideAnExpansion_NamesTheSubmittedNodeAndLeaksNothing()
    {
        using var cancel = new CancellationTokenSource();
        _bench.Script.Flow = (context, node) =>
        {
            var graph = context.NewGraph();
            var pass = graph.Add("Pass").Set("source", node.A).Set("salt", 1L);
            return NodeResult.Of(graph.Add("Pass").Set("source", pass.Output(0)).Set("salt", 2L).Output(0)).WithExpansion(graph);
        };
        _bench.Probe.OnRun = c =>
        {
            if (c.NodeId == "4.0.0.1")
            {
                cancel.Cancel();
            }
        };

        var outcome = _bench.Run(Graph, cancellation: cancel.Token);

        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Interrupted));
        Assert.That(outcome.InterruptedAt!.Id, Is.EqualTo("4"));
    }

    private sealed class RefRecorder(List<NodeRef> seen) : IExecutionObserver
    {
        public void Started()
        {
        }

        public void Cached(IReadOnlyList<string> nodeIds)
        {
        }

        public void NodeStarted(NodeRef node) => seen.Add(node);

        public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview)
        {
        }

        public void NodeProgressState(NodeRef node, double value, double max)
        {
        }

        public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed)
        {
        }

        public void NodeExecuted(NodeRef node, System.Text.Json.Nodes.JsonObject? ui)
        {
        }

        public void NodeFinished(NodeRef node)
        {
        }
    }
}
