using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Expansion;

/// <summary>The mean of three images after three sleeps, which overlap.</summary>
[Node("TestParallelSleep", Title = "Test Parallel Sleep", Category = "experimental", Module = Pack.Module, IsOutput = true)]
[Output("IMAGE")]
internal sealed class TestParallelSleep : Node
{
    [Input("IMAGE")]
    public object? Image1 { get; set; }

    [Input("IMAGE")]
    public object? Image2 { get; set; }

    [Input("IMAGE")]
    public object? Image3 { get; set; }

    /// <summary>Sleep of the first image, in seconds.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 10.0, Step = 0.01)]
    public required double Sleep1 { get; set; }

    /// <summary>Sleep of the second image, in seconds.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 10.0, Step = 0.01)]
    public required double Sleep2 { get; set; }

    /// <summary>Sleep of the third image, in seconds.</summary>
    [FloatInput(Default = 0.5, Min = 0.0, Max = 10.0, Step = 0.01)]
    public required double Sleep3 { get; set; }

    // Not read: that it is declared makes the id part of the cache key.
    [HiddenInput(HiddenInput.UniqueId)]
    public string? UniqueId { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        var graph = context.NewGraph();
        var first = graph.Add("TestSleep").Set("value", Image1).Set("seconds", Sleep1);
        var second = graph.Add("TestSleep").Set("value", Image2).Set("seconds", Sleep2);
        var third = graph.Add("TestSleep").Set("value", Image3).Set("seconds", Sleep3);
        var average = graph.Add("TestVariadicAverage").Set("input1", first.Output(0)).Set("input2", second.Output(0)).Set("input3", third.Output(0));
        return NodeResult.Of(average.Output(0)).WithExpansion(graph);
    }
}
