using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// FlowEdit (Kulikov et al., arXiv:2412.08629): edits a picture with a text-to-image flow, without inversion. Noise levels run from 1 (noise) to 0 (image),
/// the network's velocity is noise - image.
/// </summary>
/// <remarks>
/// <para>With the picture s, z = s at first, and for each of the last n_max steps σ → σ' with draws ε of standard normal noise:</para>
/// <para>x_src = (1-σ)·s + σ·ε, x_tar = x_src + (z - s), z ← z + (σ'-σ)·mean over n_avg draws of [V_tar(x_tar) - V_src(x_src)].</para>
/// <para>
/// The last n_min of them sample the target alone instead, from x = x_src + (z - s) with one fresh ε: x ← x + (σ'-σ)·V_tar(x).
/// V_src and V_tar are guided, each with its own scale.
/// </para>
/// </remarks>
public static class FlowEdit
{
    /// <summary>The name under which errors tell of it.</summary>
    internal const string Name = "flowedit";

    /// <summary>The usual schedule: σ_i is the shifted time of 1, 1-1/T … 1/T, then 0.</summary>
    /// <param name="steps">Steps T, 1 … <see cref="Schedulers.MaxSteps"/>.</param>
    /// <param name="sampling">The flow shift.</param>
    /// <returns>T + 1 values, descending.</returns>
    /// <exception cref="SamplingSettingException"><paramref name="steps"/> is out of range.</exception>
    public static double[] Schedule(int steps, ModelSamplingFlow sampling)
    {
        ArgumentNullException.ThrowIfNull(sampling);
        if (steps is < 1 or > Schedulers.MaxSteps)
        {
            throw new SamplingSettingException("steps", steps, $"a whole number from 1 to {Schedulers.MaxSteps}");
        }
        return [.. Enumerable.Range(0, steps).Select(i => sampling.Sigma((steps - i) / (double)steps * sampling.Multiplier)), 0.0];
    }

    /// <summary>Edits a batch of pictures.</summary>
    /// <param name="request">The settings.</param>
    /// <param name="onStep">Called once a step, on this thread, with a tensor that is valid only during the call; or null.</param>
    /// <param name="cancellation">Looked at before every forward pass.</param>
    /// <returns>
    /// Pictures [B, 3, H, W], float32, about [-1, 1], on the input's device: a new tensor in the caller's dispose scope. Nothing else stays. What a mask
    /// excludes has the input's values, bit for bit, and so has everything when <see cref="FlowEditRequest.NMax"/> is 0 or the mask is empty.
    /// </returns>
    /// <exception cref="SamplingSettingException">A setting is impossible; the message names it.</exception>
    /// <exception cref="NonFiniteLatentException">A step gave NaN or infinity.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Tensor Edit(FlowEditRequest request, Action<FlowEditStep>? onStep = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();

        using var scope = NewDisposeScope();
        using var inference = no_grad();
        if (request.NMax == 0 || (request.Mask is { } mask && !mask.gt(0).any().item<bool>()))
        {
            return request.Image.to(ScalarType.Float32).clone().MoveToOuterDisposeScope();
        }
        using var run = new FlowEditRun(request, onStep, cancellation);
        return run.Run().to(request.Image.device).MoveToOuterDisposeScope();
    }
}
