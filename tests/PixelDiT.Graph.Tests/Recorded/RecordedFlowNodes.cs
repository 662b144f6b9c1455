using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Tests.Recorded;

// One node for each thing that the declarations of the execution suite's nodes need and the other recorded nodes do not.

[Node("TestSleep", Title = "Test Sleep", Category = "experimental", Module = "custom_nodes.testing-pack")]
[Output("*")]
internal sealed class TestSleep : DeclaredNode
{
    [Input("*", Options = "{}")]
    public object? Value { get; init; }

    [FloatInput(Default = 1, Min = 0, Max = 9999, Step = 0.01, Tooltip = "How long to wait.")]
    public double Seconds { get; init; }

    [HiddenInput(HiddenInput.UniqueId)]
    public string UniqueId { get; init; } = "";
}

[Node("TestMakeListNode", Title = "Make List", Category = "Testing/Lists", Module = "custom_nodes.testing-pack")]
[Output("*", IsList = true)]
internal sealed class TestMakeListNode : VariantNode
{
    [Input("*", Optional = true, Name = "value1")]
    public object? AgainValue1 { get; init; }

    [Input("*")]
    public object? Value1 { get; init; }

    [Input("*", Optional = true)]
    public object? Value2 { get; init; }

    [Input("*", Optional = true)]
    public object? Value3 { get; init; }

    [Input("*", Optional = true)]
    public object? Value4 { get; init; }

    [Input("*", Optional = true)]
    public object? Value5 { get; init; }

    [Input("*", Optional = true)]
    public object? Value6 { get; init; }

    [Input("*", Optional = true)]
    public object? Value7 { get; init; }

    [Input("*", Optional = true)]
    public object? Value8 { get; init; }

    [Input("*", Optional = true)]
    public object? Value9 { get; init; }

    [UndeclaredInputs]
    public IReadOnlyDictionary<string, object?> Further { get; init; } = new Dictionary<string, object?>();
}

[Node("TestForLoopOpen", Title = "For Loop Open", Category = "Testing/Flow", Module = "custom_nodes.testing-pack")]
[Output("FLOW_CONTROL", "flow_control")]
[Output("INT", "remaining")]
[Output("*", "value1")]
[Output("*", "value2")]
[Output("*", "value3")]
[Output("*", "value4")]
internal sealed class TestForLoopOpen : VariantNode
{
    [IntInput(Default = 1, Min = 0, Max = 100000, Step = 1)]
    public int Remaining { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue1 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue2 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue3 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue4 { get; init; }

    [Input("*", Hidden = true)]
    public object? InitialValue0 { get; init; }
}

[Node("TestWhileLoopClose", Title = "While Loop Close", Category = "Testing/Flow", Module = "custom_nodes.testing-pack")]
[Output("*", "value0")]
[Output("*", "value1")]
[Output("*", "value2")]
[Output("*", "value3")]
[Output("*", "value4")]
internal sealed class TestWhileLoopClose : VariantNode
{
    [Input("FLOW_CONTROL", RawLink = true)]
    public object? FlowControl { get; init; }

    [BooleanInput(ForceInput = true)]
    public bool Condition { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue0 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue1 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue2 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue3 { get; init; }

    [Input("*", Optional = true)]
    public object? InitialValue4 { get; init; }

    [HiddenInput(HiddenInput.DynamicPrompt)]
    public IDynamicPrompt? Dynprompt { get; init; }

    [HiddenInput(HiddenInput.UniqueId)]
    public string UniqueId { get; init; } = "";
}

[Node("TestListToAccumulationNode", Title = "List to Accumulation", Category = "Testing/Lists", Module = "custom_nodes.testing-pack", TakesLists = true)]
[Output("ACCUMULATION")]
internal sealed class TestListToAccumulationNode : DeclaredNode
{
    [Input("*")]
    public IReadOnlyList<object?> List { get; init; } = [];
}

[Node("TestToBoolNode", Title = "To Bool", Category = "Testing/Logic", Module = "custom_nodes.testing-pack")]
[Output("BOOLEAN")]
internal sealed class TestToBoolNode : DeclaredNode
{
    [Input("*")]
    public object? Value { get; init; }

    [BooleanInput(Default = false, Optional = true)]
    public bool Invert { get; init; }
}

[Node("TestStringConditions", Title = "String Condition", Category = "Testing/Logic", Module = "custom_nodes.testing-pack")]
[Output("BOOLEAN")]
internal sealed class TestStringConditions : DeclaredNode
{
    [StringInput(Multiline = false)]
    public string A { get; init; } = "";

    [StringInput(Multiline = false)]
    public string B { get; init; } = "";

    [ComboInput("a == b", "a != b", "a IN b", "a MATCH REGEX(b)", "a BEGINSWITH b", "a ENDSWITH b")]
    public string Operation { get; init; } = "";

    [BooleanInput(Default = true)]
    public bool CaseSensitive { get; init; }
}
