using System.Numerics;
using PixelDiT.Conformance.Values;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Conditions;

/// <summary>Whole-number arithmetic without limits.</summary>
[Node("TestIntMathOperation", Title = "Int Math Operation", Category = "Testing/Logic", Module = Pack.Module)]
[Output("INT")]
internal sealed class TestIntMathOperation : Node
{
    // As objects: a power with a negative exponent is a float, and another operation may take it on.
    [IntInput(Default = 0, Min = "-18446744073709551615", Max = ulong.MaxValue, Step = 1)]
    public object? A { get; set; }

    [IntInput(Default = 0, Min = "-18446744073709551615", Max = ulong.MaxValue, Step = 1)]
    public object? B { get; set; }

    [ComboInput("add", "subtract", "multiply", "divide", "modulo", "power")]
    public required string Operation { get; set; }

    public override NodeResult Run(NodeContext context) => NodeResult.Of(Number.Pair(A, B) switch
    {
        (BigInteger a, BigInteger b) => WholeMath.Apply(Operation, a, b),
        var (a, b) => RealMath.Apply(Operation, (double)a, (double)b),
    });
}
