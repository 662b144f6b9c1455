using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// Classifier-free guidance (Ho and Salimans, arXiv:2207.12598) on the image prediction of a flow model:
/// D = x - σ·v, guided = D_neg + cfg·(D_pos - D_neg). At cfg 1 only the positive rows are evaluated.
/// </summary>
/// <remarks>Owns copies of the embeddings on the model's device: dispose it after sampling.</remarks>
public sealed class CfgDenoiser : IDenoiser, IDisposable
{
    private readonly IFlowModel _model;
    private readonly ModelSamplingFlow _sampling;
    private readonly double _cfg;
    private readonly CancellationToken _cancellation;
    private readonly RowEvaluator _rows;
    private readonly GuidanceRow[] _positive;
    private readonly GuidanceRow[] _negative;

    /// <summary>Prepares guidance for one run.</summary>
    /// <param name="model">The network.</param>
    /// <param name="sampling">Its time axis.</param>
    /// <param name="positive">At least one entry.</param>
    /// <param name="negative">May be empty when <paramref name="cfg"/> is 1.</param>
    /// <param name="cfg">Guidance scale, finite; 1 switches guidance off.</param>
    /// <param name="batchSize">Rows B of the latent; embeddings of one row are repeated to it.</param>
    /// <param name="batching">How positive and negative rows are run.</param>
    /// <param name="cancellation">Looked at before every forward pass.</param>
    /// <exception cref="SamplingSettingException">A conditioning is empty or misshapen, or the scale is not finite.</exception>
    public CfgDenoiser(
        IFlowModel model,
        ModelSamplingFlow sampling,
        IReadOnlyList<ConditioningEntry> positive,
        IReadOnlyList<ConditioningEntry> negative,
        double cfg,
        int batchSize,
        RowBatching batching = RowBatching.Auto,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sampling);
        ArgumentNullException.ThrowIfNull(positive);
        ArgumentNullException.ThrowIfNull(negative);
        _model = model;
        _sampling = sampling;
        _cfg = double.IsFinite(cfg) ? cfg : throw new SamplingSettingException("cfg", cfg, "a finite number");
        _cancellation = cancellation;
        if (positive.Count == 0)
        {
            throw new SamplingSettingException("positive", "empty", "a conditioning with at least one entry");
        }
        if (negative.Count == 0 && !GuidanceIsOff)
        {
            throw new SamplingSettingException("negative", "empty", $"a conditioning with at least one entry, because cfg is {cfg:G6}");
        }
        _rows = new RowEvaluator(model, sampling, batching);
        _positive = [.. positive.Select(e => Prepare(e, nameof(positive), batchSize))];
        _negative = [.. negative.Select(e => Prepare(e, nameof(negative), batchSize))];
    }

    /// <inheritdoc/>
    public Device Device => _model.Device;

    // The same closeness ComfyUI asks for before it skips the negative rows.
    private bool GuidanceIsOff => Math.Abs(_cfg - 1.0) <= 1e-9 * Math.Max(Math.Abs(_cfg), 1.0);

    /// <inheritdoc/>
    public Tensor Denoise(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        return Evaluate(x, sigma, RowsAt(sigma)).Denoised.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public GuidedPrediction DenoiseGuided(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        var (denoised, unconditional) = Evaluate(x, sigma, RowsAt(sigma, withNegative: true));
        return new GuidedPrediction(denoised.MoveToOuterDisposeScope(), unconditional.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the embeddings' copies.</summary>
    public void Dispose()
    {
        foreach (var row in _positive.Concat(_negative))
        {
            row.Dispose();
        }
    }

    /// <summary>The rows that a prediction at this noise level is made of; without negative ones where guidance is off.</summary>
    internal ActiveRows RowsAt(double sigma) => RowsAt(sigma, withNegative: !GuidanceIsOff);

    /// <summary>
    /// Puts the predictions of these rows together, in the order of <see cref="ActiveRows.All"/>. Without negative rows both parts are the one prediction.
    /// </summary>
    internal GuidedPrediction Combine(Tensor x, ActiveRows rows, Tensor[] predictions)
    {
        var positive = Average(x, rows.Positive, predictions[..rows.Positive.Length]);
        if (rows.Negative is null)
        {
            return new GuidedPrediction(positive, positive);
        }
        var negative = Average(x, rows.Negative, predictions[rows.Positive.Length..]);
        return new GuidedPrediction(negative + ((positive - negative) * _cfg), negative);
    }

    private ActiveRows RowsAt(double sigma, bool withNegative) => new(ActiveAt(_positive, sigma), withNegative ? ActiveAt(_negative, sigma) : null);

    private GuidanceRow[] ActiveAt(GuidanceRow[] rows, double sigma) => [.. rows.Where(r => r.Entry.ActsAt(sigma, _sampling))];

    private GuidedPrediction Evaluate(Tensor x, double sigma, ActiveRows rows) =>
        Combine(x, rows, _rows.Denoise(sigma, [.. rows.All.Select(r => new RowInput(x, r))], _cancellation));

    /// <summary>Σ strength·D / Σ strength; nothing active predicts zeros, as ComfyUI does.</summary>
    private static Tensor Average(Tensor x, GuidanceRow[] rows, Tensor[] predictions)
    {
        if (rows.Length == 0)
        {
            return zeros_like(x);
        }
        if (rows.Length == 1)
        {
            return predictions[0];
        }
        var sum = predictions[0] * rows[0].Entry.Strength;
        for (var i = 1; i < rows.Length; i++)
        {
            sum = sum + (predictions[i] * rows[i].Entry.Strength);
        }
        return sum / rows.Sum(r => r.Entry.Strength);
    }

    private GuidanceRow Prepare(ConditioningEntry entry, string name, int batchSize)
    {
        var shape = entry.Embedding.shape;
        if (shape.Length != 3 || shape.Any(n => n < 1))
        {
            throw new SamplingSettingException(name, $"an embedding of shape [{string.Join(", ", shape)}]", "[rows, tokens, width]");
        }
        return new GuidanceRow(entry, batchSize, _model.Device);
    }
}
