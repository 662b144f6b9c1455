using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>Settings of <see cref="SaSolver"/>, with ComfyUI's defaults.</summary>
internal sealed record SaSolverOptions
{
    /// <summary>τ inside its range, 0 or more.</summary>
    public double Eta { get; init; } = 1.0;

    /// <summary>The noise levels between which τ acts, both ends included; null is 20 % to 80 % of the way.</summary>
    public (double From, double To)? NoisyRange { get; init; }

    /// <summary>Factor of the noise, 0 or more.</summary>
    public double NoiseScale { get; init; } = 1.0;

    /// <summary>Order of the predictor, 1 or more.</summary>
    public int PredictorOrder { get; init; } = 3;

    /// <summary>Order of the corrector; 0 is none.</summary>
    public int CorrectorOrder { get; init; } = 4;

    /// <summary>PECE: evaluate the model once more at the corrected state.</summary>
    public bool EvaluatesCorrected { get; init; }

    /// <summary>Steps of order 2 take the simplified weights of the paper's appendix D.</summary>
    public bool HasSimpleOrder2 { get; init; }
}

/// <summary>
/// <c>sa_solver</c> and <c>sa_solver_pece</c>: stochastic Adams predictor (order 3) and corrector (order 4) in data prediction
/// (Xue et al., SA-Solver, arXiv:2309.05019, algorithm 1). τ is η between two noise levels and 0 outside; λ = ln(α/σ).
/// <code>
/// predict:  x' = (σ'/σ)·e^(-τ²h)·x + Σ b_j·D_j + σ'·√(1-e^(-2τ²h))·ε
/// correct:  the same step again with D at its end among the D_j, and the same ε
/// </code>
/// </summary>
internal sealed class SaSolver(SaSolverOptions options) : ISampler
{
    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        using var run = new SaSolverRun(denoiser, SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling), context, options);
        return run.Run(x);
    }
}

/// <summary>State of one run of <see cref="SaSolver"/>.</summary>
internal sealed class SaSolverRun : IDisposable
{
    private readonly SaSolverOptions _options;
    private readonly SamplerLoop _loop;
    private readonly double[] _lambdas;
    private readonly double _tauFrom;
    private readonly double _tauTo;
    private readonly TensorHistory _corrected = new(1);
    private readonly TensorHistory _noise = new(1);
    private readonly TensorHistory _predictions;
    private double _tau;
    private double _h;

    public SaSolverRun(IDenoiser denoiser, double[] sigmas, SamplerContext context, SaSolverOptions options)
    {
        _options = options;
        _predictions = new TensorHistory(Math.Max(options.PredictorOrder, options.CorrectorOrder));
        _loop = new SamplerLoop(denoiser, sigmas, context);
        _lambdas = [.. sigmas.Select(ModelSamplingFlow.HalfLogSnr)];
        (_tauFrom, _tauTo) = options.NoisyRange ?? (context.ModelSampling.PercentToSigma(0.2), context.ModelSampling.PercentToSigma(0.8));
    }

    public Tensor Run(Tensor x)
    {
        var s = _loop.Sigmas;
        // Near a schedule's zero end the order goes down again, for stability.
        var endsAtZero = s.Count > 0 && s[^1] == 0.0;
        return _loop.Run(x, (predicted, i) =>
        {
            var denoised = _loop.Predict(predicted, i);
            _predictions.Push(denoised);
            var order = Math.Min(_options.PredictorOrder, _predictions.Count);
            var corrector = i == 0 || (s[i + 1] == 0.0 && !_options.EvaluatesCorrected) ? 0 : Math.Min(_options.CorrectorOrder, _predictions.Count);
            if (endsAtZero)
            {
                order = Math.Min(order, s.Count - 2 - i);
                corrector = Math.Min(corrector, s.Count - 1 - i);
            }

            var state = predicted;
            if (corrector > 0)
            {
                state = Correct(i, corrector);
                if (_options.EvaluatesCorrected)
                {
                    denoised = _loop.Denoise(state, s[i]);
                    _predictions.ReplaceNewest(denoised);
                }
            }
            _corrected.Push(state);
            return s[i + 1] == 0.0 ? denoised : Predict(state, i, order);
        });
    }

    public void Dispose()
    {
        _corrected.Dispose();
        _noise.Dispose();
        _predictions.Dispose();
    }

    private Tensor Correct(int i, int order)
    {
        var s = _loop.Sigmas;
        var state = _corrected[0] * (s[i] / s[i - 1] * Math.Exp(-_tau * _tau * _h));
        state = state + Weighted(order, Weights(i - 1, i, order, corrects: true));
        return _noise.Count > 0 ? state + _noise[0] : state;
    }

    private Tensor Predict(Tensor state, int i, int order)
    {
        var s = _loop.Sigmas;
        _tau = s[i + 1] <= _tauFrom && s[i + 1] >= _tauTo ? _options.Eta : 0.0;
        _h = _lambdas[i + 1] - _lambdas[i];
        var b = Weights(i, i + 1, order, corrects: false);
        var next = (state * (s[i + 1] / s[i] * Math.Exp(-_tau * _tau * _h))) + Weighted(order, b);
        if (_tau > 0.0 && _options.NoiseScale > 0.0)
        {
            _noise.Push(_loop.Noise(s[i], s[i + 1]) * (s[i + 1] * Math.Sqrt(-SamplerMath.Expm1(-2.0 * _tau * _tau * _h)) * _options.NoiseScale));
            return next + _noise[0];
        }
        _noise.Clear();
        return next;
    }

    /// <summary>b_j of a step between two levels over the last predictions: the predictor's end at <paramref name="from"/>, the corrector's at <paramref name="to"/>.</summary>
    private double[] Weights(int from, int to, int order, bool corrects)
    {
        var nodes = _lambdas.AsSpan((corrects ? to : from) - order + 1, order);
        return order == 2 && _options.HasSimpleOrder2
            ? SaCoefficients.SimpleOrder2(_loop.Sigmas[to], nodes[0], _lambdas[from], _lambdas[to], _tau, corrects)
            : SaCoefficients.Compute(_loop.Sigmas[to], nodes, _lambdas[from], _lambdas[to], _tau);
    }

    /// <summary>Σ b_j·D_j over the last <paramref name="order"/> predictions; <paramref name="b"/> runs from the oldest to the newest.</summary>
    private Tensor Weighted(int order, double[] b)
    {
        var sum = _predictions[0] * b[order - 1];
        for (var age = 1; age < order; age++)
        {
            sum = sum + (_predictions[age] * b[order - 1 - age]);
        }
        return sum;
    }
}
