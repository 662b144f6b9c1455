using System.Globalization;
using System.Runtime.InteropServices;
using PixelDiT.Graph.Nodes;
using PixelDiT.Imaging;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Editing;

/// <summary>How much of an image an edit left as it was: the measures of the paper's table 14.</summary>
[Node("PixelDiTBackgroundConsistency", Title = "PixelDiT Background Consistency", Category = "PixelDiT", IsOutput = true,
    Description = "Compares an image before and after an edit, outside the edited region: mean squared error, structural similarity, signal-to-noise ratio and a picture of the differences.",
    SearchAliases = ["mse", "ssim", "psnr", "compare", "difference"])]
[Output("FLOAT", "mse", Tooltip = "Mean squared error of values from 0 to 1.")]
[Output("FLOAT", "ssim", Tooltip = "Mean structural similarity, at most 1. Not a number where no window of 11x11 pixels lies outside the edited region.")]
[Output("FLOAT", "psnr", Tooltip = "Peak signal-to-noise ratio in decibels; infinite for equal images.")]
[Output("IMAGE", "difference", Tooltip = "Absolute differences times gain; black where nothing is compared.")]
public sealed class PixelDiTBackgroundConsistency : Node
{
    /// <summary>The images before, [B, H, W, 3 or 4] in [0, 1].</summary>
    [Input("IMAGE", Tooltip = "The image before the edit.")]
    public required Tensor Before { get; set; }

    /// <summary>The images after, of the same size.</summary>
    [Input("IMAGE", Tooltip = "The image after the edit, of the same size.")]
    public required Tensor After { get; set; }

    /// <summary>Left edge of the edited box in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 32768, Tooltip = "Left edge of a box around what was edited, in pixels.")]
    public int X { get; set; }

    /// <summary>Upper edge of the edited box in pixels.</summary>
    [IntInput(Default = 0, Min = 0, Max = 32768, Tooltip = "Upper edge of the box in pixels.")]
    public int Y { get; set; }

    /// <summary>Width of the edited box in pixels; 0 for no box.</summary>
    [IntInput(Default = 0, Min = 0, Max = 32768, Tooltip = "Width of the box in pixels; 0 for no box.")]
    public int Width { get; set; }

    /// <summary>Height of the edited box in pixels; 0 for no box.</summary>
    [IntInput(Default = 0, Min = 0, Max = 32768, Tooltip = "Height of the box in pixels; 0 for no box.")]
    public int Height { get; set; }

    /// <summary>What the difference image is multiplied by.</summary>
    [FloatInput(Default = 4.0, Min = 1.0, Max = 255.0, Step = 1.0, Tooltip = "The difference image is multiplied by this, so that small differences can be seen.")]
    public double Gain { get; set; } = 4.0;

    /// <summary>What was edited, [1 or B, H, W]; of another size it is scaled.</summary>
    [Input("MASK", Optional = true, Tooltip = "What was edited: only what is black in it is compared.")]
    public Tensor? Mask { get; set; }

    /// <inheritdoc />
    /// <exception cref="SamplingSettingException">The images differ in size or number, or nothing is left to compare.</exception>
    public override NodeResult Run(NodeContext context)
    {
        using var scope = NewDisposeScope();
        var notes = new NodeNotes(context.Logger);
        RequireComparable();
        var edited = Edited(notes); // [1 or B, H, W], true where nothing is compared
        var (before, after) = (Before.narrow(3, 0, 3).to(ScalarType.Float32), After.narrow(3, 0, 3).to(ScalarType.Float32)); // [B, H, W, 3]
        var results = new List<(double Mse, double Ssim, double Psnr)>();
        for (var i = 0; i < before.shape[0]; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            var counted = edited[Math.Min(i, edited.shape[0] - 1)].logical_not();
            results.Add(Compare(new ImageComparison(Values(before[i]), Values(after[i]), (int)before.shape[2], (int)before.shape[1], 3, counted: Flags(counted))));
            notes.Say(Line(i, results[^1]));
        }
        if (results.Exists(r => double.IsNaN(r.Ssim)))
        {
            notes.Warn("there is no structural similarity where no window of 11x11 pixels lies outside the edited region.");
        }
        var difference = ((before - after).abs() * Gain).clamp(0, 1).masked_fill(edited.unsqueeze(3), 0);
        return notes.On(NodeResult.Of(results.Average(r => r.Mse), results.Average(r => r.Ssim), results.Average(r => r.Psnr), difference.DetachFromDisposeScope()));
    }

    private void RequireComparable()
    {
        foreach (var (name, image) in new[] { ("before", Before), ("after", After) })
        {
            if (image.shape is not [>= 1, >= 1, >= 1, 3 or 4])
            {
                throw new SamplingSettingException(name, $"of shape [{string.Join(", ", image.shape)}]", "images [batch, height, width, 3 or 4]");
            }
        }
        var (a, b) = (Before.shape, After.shape);
        if (a[0] != b[0] || a[1] != b[1] || a[2] != b[2])
        {
            throw new SamplingSettingException("after", $"{b[0]} of {b[2]}x{b[1]} pixels", $"as many and as large images as before: {a[0]} of {a[2]}x{a[1]} pixels");
        }
    }

    private Tensor Edited(NodeNotes notes)
    {
        var (height, width) = (Before.shape[1], Before.shape[2]);
        var edited = Mask is null ? zeros([1, height, width], ScalarType.Bool) : FittingMask.For(Mask, Before, notes).gt(0);
        if (Width > 0 && Height > 0 && X < width && Y < height)
        {
            var box = zeros([1, height, width], ScalarType.Bool);
            box.narrow(1, Y, Math.Min(Height, height - Y)).narrow(2, X, Math.Min(Width, width - X)).fill_(true);
            edited = edited.logical_or(box);
        }
        return edited;
    }

    private static (double Mse, double Ssim, double Psnr) Compare(ImageComparison comparison) =>
        comparison.Mse() is { } mse ? (mse, comparison.Ssim() ?? double.NaN, comparison.Psnr()!.Value)
            : throw new SamplingSettingException("mask", "over the whole image, alone or with the box", "something outside it to compare");

    private static string Line(int index, (double Mse, double Ssim, double Psnr) r) =>
        string.Create(CultureInfo.InvariantCulture, $"image {index + 1}: MSE {r.Mse:0.000000}, SSIM {r.Ssim:0.0000}, PSNR {r.Psnr:0.00} dB");

    private static float[] Values(Tensor picture) => MemoryMarshal.Cast<byte, float>(picture.contiguous().cpu().bytes).ToArray();

    private static bool[] Flags(Tensor mask) => mask.contiguous().data<bool>().ToArray();
}
