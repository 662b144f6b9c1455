using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Classes;

/// <summary>A class of ImageNet as a conditioning, for class-conditional models.</summary>
[Node("PixelDiTClassLabel", Title = "PixelDiT Class Label", Category = "PixelDiT",
    Description = "A class of ImageNet, by index or name, for class-conditional PixelDiT models: what CLIPTextEncode is for text-to-image models. "
        + "The null class is what guidance leads away from.",
    SearchAliases = ["imagenet", "class", "label", "class conditional", "category"])]
[Output("CONDITIONING", Tooltip = "The class, for a sampler's positive or negative input.")]
[Output("STRING", "name", Tooltip = "The name of the class that was found.")]
public sealed class PixelDiTClassLabel : Node, IValidatesInputs
{
    /// <summary>Index, name or part of a name.</summary>
    [StringInput(Default = "golden retriever", Tooltip = "An ImageNet class: its index (0 to 999), its name, or a part of the name that no other class has. "
        + "'null class' stands for no class.")]
    public string Label { get; set; } = "golden retriever";

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs => ["label"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs)
    {
        if (!inputs.Constants.ContainsKey("label"))
        {
            return null;
        }
        try
        {
            ImageNetClasses.Find(Label);
            return null;
        }
        catch (ClassLabelException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc />
    /// <exception cref="ClassLabelException">There is no such class, or several.</exception>
    public override NodeResult Run(NodeContext context)
    {
        var found = ImageNetClasses.Find(Label);
        using var scope = NewDisposeScope();
        var entry = ConditioningEntry.OfClass(found?.Index);
        entry.Embedding.DetachFromDisposeScope();
        return NodeResult.Of(new Conditioning([entry]), found?.Name ?? ImageNetClasses.NullName);
    }
}
