using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>One channel of an image file as a mask.</summary>
[Node("LoadImageMask", Title = "Load Image (as Mask)", Category = "image", Module = "nodes", EssentialsCategory = "Image Tools",
    Description = "Reads one channel of an image from the input folder as a mask.", SearchAliases = ["import mask", "alpha mask", "channel mask"])]
[Output("MASK")]
public sealed class LoadImageMask : Node, IValidatesInputs, IFingerprinted
{
    /// <summary>The file, named as for LoadImage.</summary>
    [ComboInput(Source = typeof(InputImages), ImageUpload = true)]
    public required string Image { get; set; }

    /// <summary>The channel; <c>alpha</c> gives 1 - alpha, the others their values.</summary>
    [ComboInput("alpha", "red", "green", "blue")]
    public required string Channel { get; set; }

    /// <inheritdoc />
    public IReadOnlyList<string> ValidatedInputs { get; } = ["image"];

    /// <inheritdoc />
    public string? ValidateInputs(ReceivedInputs inputs) => InputFile.Validate(inputs.Services, Image);

    /// <inheritdoc />
    public object? Fingerprint(NodeServices services) => InputFile.Sha256(services, Image);

    /// <inheritdoc />
    /// <exception cref="PixelDiT.Imaging.ImageException">The file is no image, or damaged.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var decoded = InputFile.Decode(context.Services, Image);
        var mask = Channel switch
        {
            "red" => ImageTensor.Rgb(decoded).select(3, 0),
            "green" => ImageTensor.Rgb(decoded).select(3, 1),
            "blue" => ImageTensor.Rgb(decoded).select(3, 2),
            _ => ImageTensor.Mask(decoded),
        }; // [N, H, W]
        return NodeResult.Of(mask.contiguous().DetachFromDisposeScope());
    }
}
