using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests.Inpainting;

public sealed class InpaintingTests : TorchFixture
{
    private const double Deviation = 0.7;
    private const double Mean = 0.25;

    private static readonly string[] AllSamplers = [.. Samplers.Names];

    // Their last step returns the model's prediction as it is, so what is kept comes back bit for bit.
    private static readonly string[] SamplersThatReturnThePrediction =
    [
        "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "lcm", "ipndm", "gradient_estimation", "er_sde", "seeds_2", "seeds_3", "sa_solver",
        "dpmpp_sde", "dpmpp_2m_sde", "dpmpp_3m_sde", "flow_dpm_solver",
    ];

    private static Tensor Picture() => InitialNoise.Draw([2, 3, 6, 8], 3).clamp(-1, 1);

    /// <summary>1 on the left half, 0 on the right one.</summary>
    private static Tensor LeftHalf() => cat([ones([6, 4]), zeros([6, 4])], 1);

    private static KSamplerRequest Request(string sampler, Tensor? mask, IFlowModel? model = null) => new()
    {
        Model = model ?? new AnalyticModel(Deviation),
        Positive = [Conditioning(Mean)],
        Negative = [Conditioning(-0.5)],
        Latent = Picture(),
        NoiseMask = mask,
        Seed = 7,
        Steps = 5,
        Cfg = 2,
        SamplerName = sampler,
    };

    [Test]
    public void Sample_MaskOfOnes_EqualsNoMaskBitForBit([ValueSource(nameof(AllSamplers))] string sampler) =>
        Assert.That(MaxDifference(KSampler.Sample(Request(sampler, ones([6, 8]))), KSampler.Sample(Request(sampler, null))), Is.Zero);

    [Test]
    public void Sample_HalfMask_KeepsTheRestBitForBit(
        [ValueSource(nameof(SamplersThatReturnThePrediction))] string sampler, [Values(1.0, 0.6)] double denoise)
    {
        var request = Request(sampler, LeftHalf()) with { Denoise = denoise };
        var image = KSampler.Sample(request);
        Assert.That(MaxDifference(image.narrow(3, 4, 4), request.Latent.narrow(3, 4, 4)), Is.Zero);
        Assert.That(MaxDifference(image.narrow(3, 0, 4), request.Latent.narrow(3, 0, 4)), Is.GreaterThan(0.05));
    }

    [Test]
    public void Sample_MaskOfZeros_KeepsThePictureToRounding([Values("euler", "heun", "dpmpp_2m", "dpm_2", "ddim", "ddpm")] string sampler)
    {
        var request = Request(sampler, zeros([6, 8]));
        // The last Euler step divides by σ and multiplies by it again.
        Assert.That(MaxDifference(KSampler.Sample(request), request.Latent), Is.LessThan(1e-5));
    }

    /// <summary>Euler with a soft mask, pixel by pixel in doubles, straight from the formulas.</summary>
    [TestCase(1.0)]
    [TestCase(0.6)]
    public void Sample_SoftMask_FollowsTheFormulas(double denoise)
    {
        var mask = arange(48, ScalarType.Float32).view(6, 8) / 47.0;
        var request = Request("euler", mask) with { Denoise = denoise, Cfg = 1 };
        var sigmas = Schedulers.Compute("simple", new ModelSamplingFlow(), request.Steps, denoise);
        var picture = request.Latent.data<float>().ToArray();
        var noise = InitialNoise.Draw(request.Latent.shape, request.Seed).data<float>().ToArray();
        var expected = new float[picture.Length];
        for (var p = 0; p < picture.Length; p++)
        {
            var m = p % 48 / 47.0;
            var x = (sigmas[0] * noise[p]) + ((1 - sigmas[0]) * picture[p]);
            for (var i = 0; i < sigmas.Length - 1; i++)
            {
                double s = sigmas[i], a = 1 - s, v = Deviation * Deviation;
                var seen = (m * x) + ((1 - m) * ((s * noise[p]) + (a * picture[p])));
                var prediction = Mean + (a * v / ((a * a * v) + (s * s)) * (seen - (a * Mean)));
                prediction = (m * prediction) + ((1 - m) * picture[p]);
                x += (x - prediction) / s * (sigmas[i + 1] - s);
            }
            expected[p] = (float)x;
        }
        Assert.That(KSampler.Sample(request).data<float>().ToArray(), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void Sample_Ddim_NoisesTheKeptPartWithTheNextSeed([Values("euler", "ddim")] string sampler)
    {
        float[] first = [];
        var sigma = Schedulers.Compute("simple", new ModelSamplingFlow(), 5, 0.6)[0];
        var model = new WatchedModel((x, _) => first = first.Length == 0 ? x.data<float>().ToArray() : first);
        var request = Request(sampler, zeros([6, 8]), model) with { Denoise = 0.6, Cfg = 1 };
        KSampler.Sample(request);
        var noise = InitialNoise.Draw(request.Latent.shape, sampler == "ddim" ? request.Seed + 1 : request.Seed);
        Assert.That(first, Is.EqualTo(((noise * sigma) + (request.Latent * (1 - sigma))).data<float>().ToArray()).Within(1e-6));
    }

    [Test]
    public void Sample_MaskWithoutNoise_KeptPartIsTheFadedPicture()
    {
        var faded = true;
        var picture = Picture();
        var model = new WatchedModel((x, t) => faded &= MaxDifference(x, picture * (1 - (t[0].item<float>() / 1000))) < 1e-5);
        KSampler.Sample(Request("euler", zeros([6, 8]), model) with { Cfg = 1, DisableNoise = true });
        Assert.That(faded);
    }

    [Test]
    public void Sample_CfgPlusPlusWithMask_UnconditionalIsNotBlended()
    {
        // With a mask of zeros D is the picture; the direction (x - αU)/σ still comes from the network.
        float[] seen = [];
        var request = Request("euler_cfg_pp", zeros([6, 8])) with { LastStep = 1 };
        var sampling = new ModelSamplingFlow();
        var sigmas = Schedulers.Compute("simple", sampling, 5);
        KSampler.Sample(request with { LastStep = 2 }, step => seen = step.Step == 2 ? step.Latent.data<float>().ToArray() : seen);
        var noise = InitialNoise.Draw(request.Latent.shape, 7);
        // σ₀ = 1: α = 0, so the direction is the noise itself and x₁ = α'·D + σ'·noise.
        var expected = (request.Latent * (1 - sigmas[1])) + (noise * sigmas[1]);
        Assert.That(seen, Is.EqualTo(expected.data<float>().ToArray()).Within(1e-5));
    }

    [Test]
    public void Sample_Masked_LeavesOnlyItsResult([Values("euler", "ddim", "euler_cfg_pp")] string sampler)
    {
        var request = Request(sampler, LeftHalf());
        var before = LiveTensors;
        KSampler.Sample(request);
        Assert.That(LiveTensors, Is.EqualTo(before + 1));
    }

    private sealed class WatchedModel(Action<Tensor, Tensor> watch) : IFlowModel
    {
        private readonly AnalyticModel _inner = new(Deviation);

        public Device Device => CPU;

        public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context)
        {
            watch(x, timesteps);
            return _inner.Velocity(x, timesteps, context);
        }

        public long WorkingBytes(int rows, int height, int width, int tokens) => 0;
    }
}
