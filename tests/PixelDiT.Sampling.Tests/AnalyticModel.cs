using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>
/// A flow model with known answers: for images drawn from N(μ, s²) per pixel the best prediction is linear in x, and μ is read from the
/// conditioning (its mean). s = 0 predicts μ whatever the noise. Counts what it is asked.
/// </summary>
internal sealed class AnalyticModel(double deviation = 0.0) : IFlowModel
{
    public Device Device => CPU;

    public int Calls { get; private set; }

    public long Rows { get; private set; }

    public long WorkingSet { get; init; }

    public Action<int>? OnCall { get; init; }

    /// <summary>From this call on (counted from 1) the velocity is NaN.</summary>
    public int NanFromCall { get; init; } = int.MaxValue;

    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context)
    {
        Calls++;
        Rows += x.shape[0];
        OnCall?.Invoke(Calls);
        using var scope = NewDisposeScope();
        var mean = context.to(ScalarType.Float32).mean([1, 2]).view(-1, 1, 1, 1);              // [B, 1, 1, 1]
        var sigma = (timesteps / 1000.0).view(-1, 1, 1, 1);
        var alpha = 1.0 - sigma;
        var variance = deviation * deviation;
        // E[image | x] = μ + s²α/(s²α² + σ²)·(x - αμ)
        var gain = (alpha * variance) / ((alpha * alpha * variance) + (sigma * sigma));
        var image = mean + (gain * (x - (alpha * mean)));
        var velocity = (x - image) / sigma;
        return (Calls >= NanFromCall ? velocity * double.NaN : velocity).MoveToOuterDisposeScope();
    }

    public long WorkingBytes(int rows, int height, int width, int tokens) => rows * WorkingSet;
}
