using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>One edit: the picture made ready, the noise, the loop.</summary>
internal sealed class FlowEditRun : IDisposable
{
    private readonly FlowEditRequest _request;
    private readonly Action<FlowEditStep>? _onStep;
    private readonly EditDenoiser _denoiser;
    private readonly Generator _noise;
    private readonly Tensor _source;
    private readonly Tensor? _mask;

    /// <summary>Makes everything ready, in the caller's dispose scope.</summary>
    public FlowEditRun(FlowEditRequest request, Action<FlowEditStep>? onStep, CancellationToken cancellation)
    {
        (_request, _onStep) = (request, onStep);
        var device = request.Model.Device;
        // Noise comes from the CPU whatever the device, so a seed means one edit everywhere.
        _noise = new Generator(request.Seed, CPU);
        _source = ReflectionPad.ToMultiple(request.Image.to(ScalarType.Float32).to(device), request.PatchSize);    // [B, 3, H', W']
        _mask = request.Mask is null ? null : ReflectionPad.ToMultiple(EditMask.Feather(request.Mask.to(device), request.Feather), request.PatchSize);
        _denoiser = new EditDenoiser(request, cancellation);
    }

    /// <summary>The edited pictures in the size of the input, on the model's device.</summary>
    public Tensor Run()
    {
        var (steps, edit) = (_request.Steps, _source.clone());
        for (var i = steps - _request.NMax; i < steps - _request.NMin; i++)
        {
            edit = Step(edit, i, Transport);
        }
        if (_request.NMin > 0)
        {
            edit = SampleTarget(edit);
        }
        return Crop(edit);
    }

    public void Dispose()
    {
        _denoiser.Dispose();
        _noise.Dispose();
    }

    /// <summary>
    /// z ← z + (σ'-σ)·mean[V_tar - V_src]. With the predictions D = x - σ·V and x_tar - x_src = z - s this is z + (σ'-σ)/σ·(z - s - mean[D_tar - D_src]),
    /// which leaves z = s exactly as it is where source and target agree.
    /// </summary>
    private (Tensor Next, Tensor Shown) Transport(Tensor edit, double sigma, double sigmaNext)
    {
        var offset = edit - _source;
        var gap = zeros_like(edit);
        for (var k = 0; k < _request.NAvg; k++)
        {
            using var scope = NewDisposeScope();
            var noisySource = Noisy(DrawNoise(), sigma);
            var (source, target) = _denoiser.Both(noisySource, noisySource + offset, sigma);
            gap.add_((target - source) / _request.NAvg);
        }
        var next = edit + ((offset - gap) * ((sigmaNext - sigma) / sigma));
        if (_mask is not null)
        {
            next = Blend(_source, next);
        }
        return (next, next);
    }

    /// <summary>The last n_min steps: the target alone, from the edit at that noise level.</summary>
    private Tensor SampleTarget(Tensor edit)
    {
        var first = _request.Steps - _request.NMin;
        var noise = DrawNoise();
        var x = Noisy(noise, _request.Sigmas[first]) + (edit - _source);
        for (var i = first; i < _request.Steps; i++)
        {
            x = Step(x, i, (current, sigma, sigmaNext) =>
            {
                var prediction = _denoiser.Target(current, sigma);
                var next = current + ((current - prediction) * ((sigmaNext - sigma) / sigma));
                // What is kept comes along at its own noise level.
                return _mask is null ? (next, prediction) : (Blend(Noisy(noise, sigmaNext), next), Blend(_source, prediction));
            });
        }
        return x;
    }

    /// <summary>Takes step <paramref name="i"/> in a scope of its own; what it replaces is disposed.</summary>
    private Tensor Step(Tensor current, int i, Func<Tensor, double, double, (Tensor Next, Tensor Shown)> step)
    {
        using var scope = NewDisposeScope();
        var sigma = _request.Sigmas[i];
        var (next, shown) = step(current, sigma, _request.Sigmas[i + 1]);
        var number = i + 1 - (_request.Steps - _request.NMax);
        if (!next.isfinite().all().item<bool>())
        {
            throw new NonFiniteLatentException(FlowEdit.Name, number, _request.NMax, sigma);
        }
        _onStep?.Invoke(new FlowEditStep(number, _request.NMax, sigma, Crop(shown)));
        current.Dispose();
        return next.MoveToOuterDisposeScope();
    }

    private Tensor DrawNoise() => randn(_source.shape, ScalarType.Float32, CPU, generator: _noise).to(_source.device);

    // (1-σ)·s + σ·ε
    private Tensor Noisy(Tensor noise, double sigma) => SamplerMath.Combine(1.0 - sigma, _source, sigma, noise);

    // Where the mask is 0 this is what is kept, bit for bit.
    private Tensor Blend(Tensor kept, Tensor edited) => kept + (_mask! * (edited - kept));

    private Tensor Crop(Tensor padded) => padded.narrow(2, 0, _request.Image.shape[2]).narrow(3, 0, _request.Image.shape[3]).contiguous();
}
