using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Text;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Nodes.Core.Values;

namespace PixelDiT.Nodes.Core.Loaders;

/// <summary>A text encoder from a file of <c>models/text_encoders</c>.</summary>
[Node("CLIPLoader", Title = "Load CLIP", Category = "model/loaders", Module = "nodes",
    Description = "A text encoder. This server runs the type pixeldit: Gemma 2 2B. Its weights are read when a text is first encoded.")]
[Output("CLIP")]
public sealed class CLIPLoader : Node
{
    internal const string Folder = "text_encoders";

    /// <summary>The file.</summary>
    [ComboInput(Source = typeof(TextEncoderFiles))]
    public required string ClipName { get; set; }

    /// <summary>The recipe. All of ComfyUI's names are listed, so that shared workflows stay valid; only <c>pixeldit</c> runs.</summary>
    [ComboInput("stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi", "ltxv", "pixart", "cosmos", "lumina2", "wan", "hidream", "chroma",
        "ace", "omnigen2", "qwen_image", "hunyuan_image", "flux2", "ovis", "longcat_image", "cogvideox", "lens", "pixeldit", "ideogram4", "boogu", "krea2",
        "joyimage", "mage", "minimax")]
    public required string Type { get; set; }

    /// <summary><c>cpu</c> keeps the encoder on the CPU, which leaves the GPU's memory to the diffusion model.</summary>
    [ComboInput("default", "cpu", Optional = true, Advanced = true)]
    public string Device { get; set; } = "default";

    /// <inheritdoc />
    /// <exception cref="UnsupportedTextEncoderException">The type is not <c>pixeldit</c>.</exception>
    /// <exception cref="CheckpointException">The file is broken or holds another kind of model.</exception>
    public override NodeResult Run(NodeContext context)
    {
        if (Type != UnsupportedTextEncoderException.Supported)
        {
            throw new UnsupportedTextEncoderException(Type);
        }
        var path = ModelFiles.Require(context.Services, Folder, ClipName);
        // Without reading weights: a wrong file, or a missing tokenizer, is refused here and not later by a text node.
        TextEncoder.Check(path);
        return NodeResult.Of(new Clip { Encoder = context.Services.Get<ModelStore>().TextEncoder(path, onCpu: Device == "cpu") });
    }
}

/// <summary>The files of <c>models/text_encoders</c>.</summary>
internal sealed class TextEncoderFiles() : ModelFiles(CLIPLoader.Folder);
