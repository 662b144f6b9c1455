using PixelDiT.Graph.Nodes;

namespace MyNodes;

[Node("PickText", Title = "Pick Text", Category = "my nodes/text")]
[Output("STRING", "text")]
public sealed class PickText : Node, ILazyInputs
{
    [BooleanInput(Default = true)]
    public bool First { get; set; } = true;

    [StringInput(Lazy = true, ForceInput = true, Optional = true)]
    public string? A { get; set; }

    [StringInput(Lazy = true, ForceInput = true, Optional = true)]
    public string? B { get; set; }

    public IEnumerable<string> CheckLazyStatus(LazyContext context) => [First ? "a" : "b"];

    public override NodeResult Run(NodeContext context) => NodeResult.Of(First ? A : B);
}
