using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The guided predictions of source and target. All rows of both go through the network together where memory allows.</summary>
internal sealed class EditDenoiser : IDisposable
{
    private readonly GuidedDenoiser _source;
    private readonly GuidedDenoiser _target;
    private readonly RowEvaluator _rows;
    private readonly CancellationToken _cancellation;

    public EditDenoiser(FlowEditRequest request, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _rows = new RowEvaluator(request.Model, request.ModelSampling, request.Batching);
        _source = Guide(request.Source, request.SourceNegative, request.SourceCfg);
        try
        {
            _target = Guide(request.Target, request.TargetNegative, request.TargetCfg);
        }
        catch
        {
            _source.Dispose();
            throw;
        }

        GuidedDenoiser Guide(IReadOnlyList<ConditioningEntry> positive, IReadOnlyList<ConditioningEntry> negative, double cfg) =>
            new(
                request.Model,
                request.ModelSampling,
                new CfgGuidance { Positive = positive, Negative = negative, Cfg = cfg },
                request.Patches,
                (int)request.Image.shape[0],
                request.Batching,
                cancellation);
    }

    /// <summary>D_src at <paramref name="noisySource"/> and D_tar at <paramref name="noisyTarget"/>, in the caller's dispose scope.</summary>
    public (Tensor Source, Tensor Target) Both(Tensor noisySource, Tensor noisyTarget, double sigma)
    {
        using var scope = NewDisposeScope();
        var (source, target) = (_source.RowsAt(sigma), _target.RowsAt(sigma));
        RowInput[] inputs = [.. source.All.Select(r => new RowInput(noisySource, r)), .. target.All.Select(r => new RowInput(noisyTarget, r))];
        var predictions = _rows.Denoise(sigma, inputs, _cancellation);
        var count = source.All.Count();
        return (
            _source.Combine(noisySource, source, predictions.AsSpan(0, count)).Denoised.MoveToOuterDisposeScope(),
            _target.Combine(noisyTarget, target, predictions.AsSpan(count)).Denoised.MoveToOuterDisposeScope());
    }

    /// <summary>D_tar alone.</summary>
    public Tensor Target(Tensor x, double sigma) => _target.Denoise(x, sigma);

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }
}
