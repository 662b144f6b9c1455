using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>One step's progress. Its tensor is borrowed: it is valid only until the callback returns.</summary>
public sealed class FlowEditStep
{
    internal FlowEditStep(int step, int total, double sigma, Tensor edit) => (Step, Total, Sigma, Edit) = (step, total, sigma, edit);

    /// <summary>This step, counted from 1.</summary>
    public int Step { get; }

    /// <summary>Steps of the whole edit: n_max.</summary>
    public int Total { get; }

    /// <summary>Noise level at the step's beginning.</summary>
    public double Sigma { get; }

    /// <summary>The edit so far, [B, 3, H, W] of the picture's own size, float32 about [-1, 1], on the model's device: what a preview shows.</summary>
    public Tensor Edit { get; }
}
