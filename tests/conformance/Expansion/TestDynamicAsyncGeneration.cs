using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Expansion;

/// <summary>As many sleeps as wanted, over two images in turn, and the mean of what comes out.</summary>
[Node("TestDynamicAsyncGeneration", Title = "Test Dynamic Async Generation", Category = "experimental/async", Module = Pack.Module)]
[Output("IMAGE")]
internal sealed class TestDynamicAsyncGeneration : Node
{
    [Input("IMAGE")]
    public object? Image1 { get; set; }

    [Input("IMAGE")]
    public object? Image2 { get; set; }

    [IntInput(Default = 3, Min = 1, Max = 10)]
    public required int NumAsyncNodes { get; set; }

    /// <summary>Length of each sleep, in seconds.</summary>
    [FloatInput(Default = 0.2, Min = 0.1, Max = 1.0)]
    public required double SleepDuration { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var graph = context.NewGraph();
        var sleeps = new List<NodeLink>();
        for (var i = 0; i < NumAsyncNodes; i++)
        {
            sleeps.Add(graph.Add("TestSleep").Set("value", i % 2 == 0 ? Image1 : Image2).Set("seconds", SleepDuration).Output(0));
        }

        if (sleeps.Count == 1)
        {
            return NodeResult.Of(sleeps[0]).WithExpansion(graph);
        }

        var average = graph.Add("TestVariadicAverage");
        for (var i = 0; i < sleeps.Count; i++)
        {
            average.Set($"input{i + 1}", sleeps[i]);
        }

        return NodeResult.Of(average.Output(0)).WithExpansion(graph);
    }
}
