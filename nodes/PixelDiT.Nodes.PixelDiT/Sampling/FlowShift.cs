using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;

namespace PixelDiT.Nodes.PixelDiT.Sampling;

/// <summary>The flow shift that a picture's size asks for.</summary>
internal static class FlowShift
{
    /// <summary>The value of a <c>shift</c> input that leaves the choice to the size.</summary>
    public const double Automatic = 0;

    // The released model's own settings.
    private const double SmallSide = 512, SmallShift = 3, LargeSide = 1024, LargeShift = 4;

    /// <summary>
    /// The model with the shift to sample with: the wish; else that of a node which patched the model, or of a model of another kind; else that of the size.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="shift">The wish; <see cref="Automatic"/> for none.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static Model On(Model model, double shift, long width, long height) =>
        shift != Automatic ? model.WithShift(shift)
        : model.Sampling != new ModelSamplingFlow() ? model
        : model.WithShift(OfSize(width, height));

    /// <summary>3 up to 512², 4 from 1024² on; between them it grows with the side of a square of the same area.</summary>
    public static double OfSize(long width, long height) =>
        SmallShift + ((LargeShift - SmallShift) * Math.Clamp((Math.Sqrt((double)width * height) - SmallSide) / (LargeSide - SmallSide), 0, 1));
}
