using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>
/// <c>sa_solver</c> and <c>sa_solver_pece</c>: stochastic Adams predictor (order 3) and corrector (order 4) in data prediction
/// (Xue et al., SA-Solver, arXiv:2309.05019, algorithm 1). τ is 1 between 20 % and 80 % of the way and 0 outside; λ = ln(α/σ).
/// <code>
/// predict:  x' = (σ'/σ)·e^(-τ²h)·x + Σ b_j·D_j + σ'·√(1-e^(-2τ²h))·ε
/// correct:  the same step again with D at its end among the D_j, and the same ε
/// </code>
/// PECE evaluates the model once more at the corrected state.
/// </summary>
internal sealed class SaSolver(bool evaluateCorrected, double noiseScale = 1.0) : ISampler
{
    private const int PredictorOrder = 3;
    private const int CorrectorOrder = 4;

    public Tensor Sample(IDenoiser denoiser, Tensor x, IReadOnlyList<double> sigmas, SamplerContext context)
    {
        using var run = new SaSolverRun(denoiser, SamplerMath.WithFiniteFirstSnr(sigmas, context.ModelSampling), context);
        return run.Run(x, evaluateCorrected, noiseScale, PredictorOrder, CorrectorOrder);
    }
}

/// <summary>State of one run of <see cref="SaSolver"/>.</summary>
internal sealed class SaSolverRun : IDisposable
{
    private readonly SamplerLoop _loop;
    private readonly double[] _lambdas;
    private readonly double _tauFrom;
    private readonly double _tauTo;
    private readonly TensorHistory _corrected = new(1);
    private readonly TensorHistory _noise = new(1);
    private readonly TensorHistory _predictions = new(4);
    private double _tau;
    private double _h;

    public SaSolverRun(IDenoiser denoiser, double[] sigmas, SamplerContext context)
    {
        _loop = new SamplerLoop(denoiser, sigmas, context);
        _lambdas = [.. sigmas.Select(ModelSamplingFlow.HalfLogSnr)];
        _tauFrom = context.ModelSampling.PercentToSigma(0.2);
        _tauTo = context.ModelSampling.PercentToSigma(0.8);
    }

    public Tensor Run(Tensor x, bool evaluateCorrected, double noiseScale, int predictorOrder, int correctorOrder)
    {
        var s = _loop.Sigmas;
        // Near a schedule's zero end the order goes down again, for stability.
        var endsAtZero = s.Count > 0 && s[^1] == 0.0;
        return _loop.Run(x, (predicted, i) =>
        {
            var denoised = _loop.Predict(predicted, i);
            _predictions.Push(denoised);
            var order = Math.Min(predictorOrder, _predictions.Count);
            var corrector = i == 0 || (s[i + 1] == 0.0 && !evaluateCorrected) ? 0 : Math.Min(correctorOrder, _predictions.Count);
            if (endsAtZero)
            {
                order = Math.Min(order, s.Count - 2 - i);
                corrector = Math.Min(corrector, s.Count - 1 - i);
            }

            var state = predicted;
            if (corrector > 0)
            {
                state = Correct(i, corrector);
                if (evaluateCorrected)
                {
                    denoised = _loop.Denoise(state, s[i]);
                    _predictions.ReplaceNewest(denoised);
                }
            }
            _corrected.Push(state);
            return s[i + 1] == 0.0 ? denoised : Predict(state, i, order, noiseScale);
        });
    }

    public void Dispose()
    {
        _corrected.Dispose();
        _noise.Clear();
        _predictions.Dispose();
    }

    private Tensor Correct(int i, int order)
    {
        var s = _loop.Sigmas;
        var state = _corrected[0] * (s[i] / s[i - 1] * Math.Exp(-_tau * _tau * _h));
        state = state + Weighted(order, SaCoefficients.Compute(s[i], _lambdas.AsSpan(i - order + 1, order), _lambdas[i - 1], _lambdas[i], _tau));
        return _noise.Count > 0 ? state + _noise[0] : state;
    }

    private Tensor Predict(Tensor state, int i, int order, double noiseScale)
    {
        var s = _loop.Sigmas;
        _tau = s[i + 1] <= _tauFrom && s[i + 1] >= _tauTo ? 1.0 : 0.0;
        _h = _lambdas[i + 1] - _lambdas[i];
        var b = SaCoefficients.Compute(s[i + 1], _lambdas.AsSpan(i - order + 1, order), _lambdas[i], _lambdas[i + 1], _tau);
        var next = (state * (s[i + 1] / s[i] * Math.Exp(-_tau * _tau * _h))) + Weighted(order, b);
        if (_tau > 0.0 && noiseScale > 0.0)
        {
            _noise.Push(_loop.Noise(s[i], s[i + 1]) * (s[i + 1] * Math.Sqrt(-SamplerMath.Expm1(-2.0 * _tau * _tau * _h)) * noiseScale));
            return next + _noise[0];
        }
        _noise.Dispose();
        return next;
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
