using PixelDiT.Graph.Nodes;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images;

/// <summary>An image file as picture and mask; every frame of an animation is one picture of the batch.</summary>
[Node("LoadImage", Title = "Load Image", Category = "image", Module = "nodes", EssentialsCategory = "Basics",
    Description = "Reads an image from the input folder, upright, and its transparency as a mask.",
    SearchAliases = ["open image", "import image", "image input", "upload image", "read image"])]
[Output("IMAGE")]
[Output("MASK")]
public sealed class LoadImage : Node, IValidatesInputs, IFingerprinted
{
    /// <summary>The file: <c>name</c>, <c>folder/name</c>, either with <c> [input]</c>, <c> [output]</c> or <c> [temp]</c> behind it.</summary>
    [ComboInput(Source = typeof(InputImages), ImageUpload = true)]
    public required string Image { get; set; }

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
        var (image, mask) = (ImageTensor.Rgb(decoded), ImageTensor.Mask(decoded));
        return NodeResult.Of(image.DetachFromDisposeScope(), mask.DetachFromDisposeScope());
    }
}
