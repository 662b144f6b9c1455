using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Carries out a <see cref="Guidance"/> on a flow model, whose image prediction is D = x - σ·v.</summary>
/// <remarks>Owns copies of the embeddings on the model's device: dispose it after sampling.</remarks>
public sealed class GuidedDenoiser : IDenoiser, IDisposable
{
    private readonly IFlowModel _model;
    private readonly ModelSamplingFlow _sampling;
    private readonly Guidance _guidance;
    private readonly GuidancePatches _patches;
    private readonly CancellationToken _cancellation;
    private readonly RowEvaluator _evaluator;
    private readonly GuidanceRow[][] _inputs;

    /// <summary>Prepares guidance for one run.</summary>
    /// <param name="model">The network.</param>
    /// <param name="sampling">Its time axis.</param>
    /// <param name="guidance">Conditionings and scales.</param>
    /// <param name="patches">What model nodes changed.</param>
    /// <param name="batchSize">Rows B of the latent; embeddings of one row are repeated to it.</param>
    /// <param name="batching">How the rows of several conditionings are run.</param>
    /// <param name="cancellation">Looked at before every forward pass.</param>
    /// <exception cref="ConditioningKindException">A text where the model takes classes, or the reverse.</exception>
    /// <exception cref="SamplingSettingException">A conditioning that is needed is empty, or one is misshapen.</exception>
    public GuidedDenoiser(
        IFlowModel model,
        ModelSamplingFlow sampling,
        Guidance guidance,
        GuidancePatches patches,
        int batchSize,
        RowBatching batching = RowBatching.Auto,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sampling);
        ArgumentNullException.ThrowIfNull(guidance);
        ArgumentNullException.ThrowIfNull(patches);
        (_model, _sampling, _guidance, _patches, _cancellation) = (model, sampling, guidance, patches, cancellation);
        if (guidance.Positive.Count == 0)
        {
            throw new SamplingSettingException(guidance.Inputs[0].Name, "empty", "a conditioning with at least one entry");
        }
        if (guidance.Missing(patches) is { } missing)
        {
            throw new SamplingSettingException(missing.Name, "empty", $"a conditioning with at least one entry, because {missing.Reason}");
        }
        foreach (var (name, entries) in guidance.Inputs)
        {
            RequireEmbeddings(name, entries);
        }
        _evaluator = new RowEvaluator(model, sampling, batching);
        _inputs = [.. guidance.Inputs.Select(input => input.Entries.Select(e => new GuidanceRow(e, batchSize, model.Device)).ToArray())];
    }

    /// <inheritdoc/>
    public Device Device => _model.Device;

    /// <inheritdoc/>
    public Tensor Denoise(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        return Evaluate(x, RowsAt(sigma)).Denoised.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public GuidedPrediction DenoiseGuided(Tensor x, double sigma)
    {
        using var scope = NewDisposeScope();
        var (denoised, unconditional) = Evaluate(x, RowsAt(sigma, needsUnconditional: true));
        return new GuidedPrediction(denoised.MoveToOuterDisposeScope(), (unconditional ?? zeros_like(x)).MoveToOuterDisposeScope());
    }

    /// <summary>Frees the embeddings' copies.</summary>
    public void Dispose()
    {
        foreach (var row in _inputs.SelectMany(rows => rows))
        {
            row.Dispose();
        }
    }

    /// <summary>The rows that a prediction at this noise level is made of.</summary>
    internal ActiveRows RowsAt(double sigma, bool needsUnconditional = false)
    {
        var needed = _guidance.InputsNeeded(new GuidanceStep(sigma, _patches), needsUnconditional);
        return new ActiveRows(sigma, [.. _inputs.Take(needed).Select(rows => rows.Where(r => r.Entry.ActsAt(sigma, _sampling)).ToArray())]);
    }

    /// <summary>Puts the predictions of these rows together, in the order of <see cref="ActiveRows.All"/>. In the caller's dispose scope.</summary>
    internal (Tensor Denoised, Tensor? Unconditional) Combine(Tensor x, ActiveRows rows, ReadOnlySpan<Tensor> predictions)
    {
        var inputs = new Tensor[rows.Inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Average(x, rows.Inputs[i], predictions[..rows.Inputs[i].Length]);
            predictions = predictions[rows.Inputs[i].Length..];
        }
        return _guidance.Combine(new GuidanceStep(rows.Sigma, _patches), inputs);
    }

    private (Tensor Denoised, Tensor? Unconditional) Evaluate(Tensor x, ActiveRows rows) =>
        Combine(x, rows, _evaluator.Denoise(rows.Sigma, [.. rows.All.Select(r => new RowInput(x, r))], _cancellation));

    /// <summary>Σ strength·D / Σ strength; nothing active predicts zeros, as ComfyUI does.</summary>
    private static Tensor Average(Tensor x, GuidanceRow[] rows, ReadOnlySpan<Tensor> predictions)
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

    private void RequireEmbeddings(string name, IReadOnlyList<ConditioningEntry> entries)
    {
        foreach (var entry in entries)
        {
            var shape = entry.Embedding.shape;
            if (shape.Length != 3 || shape.Any(n => n < 1))
            {
                throw new SamplingSettingException(name, $"an embedding of shape [{string.Join(", ", shape)}]", "[rows, tokens, width]");
            }
            if (entry.Kind != _model.Conditioning)
            {
                throw new ConditioningKindException(name, entry.Kind, _model.Conditioning);
            }
            if (entry.Kind == ConditioningKind.Class && shape[1] * shape[2] != 1)
            {
                throw new SamplingSettingException(name, $"{shape[1] * shape[2]} classes at once", "one class; several can be averaged as entries of their own");
            }
            if (_model.TextWidth is { } width && shape[2] != width)
            {
                throw new SamplingSettingException(name, $"an encoded text of width {shape[2]}", $"width {width}, as the text encoder of this model gives");
            }
        }
    }
}
