using PixelDiT.Models.Checkpoints;
using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>A patch block: image and text streams with weights of their own that meet in one attention, text first.</summary>
internal sealed class MMDiTBlock : IDisposable
{
    private readonly BlockStream _image;
    private readonly BlockStream _text;

    public MMDiTBlock(WeightReader weights, PixelDiTConfig config, double eps)
    {
        _image = new BlockStream(weights, StreamNames.Image, config, eps);
        _text = new BlockStream(weights, StreamNames.Text, config, eps);
    }

    /// <param name="x">Image tokens [B, L, D].</param>
    /// <param name="y">Text tokens [B, T, D].</param>
    /// <param name="condition">SiLU of the time embedding [B, D].</param>
    /// <param name="imagePositions">Rotary table of L rows.</param>
    /// <param name="textPositions">Rotary table of T rows.</param>
    /// <param name="keepText">False in the last block, whose text tokens nothing reads.</param>
    /// <returns>The new x, and the new y or null.</returns>
    public (Tensor X, Tensor? Y) Forward(Tensor x, Tensor y, Tensor condition, RotaryTable imagePositions, RotaryTable textPositions, bool keepText)
    {
        var imageModulation = _image.Modulation(condition);
        var textModulation = _text.Modulation(condition);
        var attended = Attend(x, y, imageModulation, textModulation, imagePositions, textPositions, keepText);     // [B, (T+)L, D]
        if (!keepText)
        {
            return (_image.Update(x, attended, imageModulation), null);
        }
        var length = y.shape[1];
        var (attendedText, attendedImage) = (attended.narrow(1, 0, length), attended.narrow(1, length, x.shape[1]));
        return (_image.Update(x, attendedImage, imageModulation), _text.Update(y, attendedText, textModulation));
    }

    public void Dispose()
    {
        _image.Dispose();
        _text.Dispose();
    }

    private Tensor Attend(Tensor x, Tensor y, Tensor[] imageModulation, Tensor[] textModulation, RotaryTable imagePositions, RotaryTable textPositions, bool queryText)
    {
        using var scope = NewDisposeScope();
        var (qx, kx, vx) = _image.Heads(x, imageModulation, imagePositions);                    // [B, H, L, dh]
        var (qy, ky, vy) = _text.Heads(y, textModulation, textPositions);                       // [B, H, T, dh]
        var query = queryText ? cat([qy, qx], 2) : qx;                                          // [B, H, (T+)L, dh]
        var heads = Accelerator.Current.Attention(query, cat([ky, kx], 2), cat([vy, vx], 2));   // [B, H, (T+)L, dh]
        return AttentionHeads.Join(heads).MoveToOuterDisposeScope();                            // [B, (T+)L, D]
    }
}
