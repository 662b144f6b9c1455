using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Nodes.Core.Loaders;
using PixelDiT.Nodes.Core.Samplers;
using PixelDiT.Nodes.Core.Samplers.Custom;
using PixelDiT.Nodes.Core.Samplers.Guiders;
using PixelDiT.Nodes.Core.Samplers.Noise;
using PixelDiT.Nodes.Core.Samplers.Patches;
using PixelDiT.Nodes.Core.Samplers.Schedules;
using PixelDiT.Nodes.Core.Samplers.Solvers;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Sampling;
using PixelDiT.Tests;
using TorchSharp;
using static TorchSharp.torch;
using KSampler = PixelDiT.Nodes.Core.Samplers.KSampler;

namespace PixelDiT.Nodes.Core.Tests.Support;

/// <summary>
/// The settings of <c>ksampler_tiny.json</c> as nodes: 6 steps, cfg 4, shift 4, a batch of two 16x16 pictures. Whatever its nodes make lives as long as
/// this object.
/// </summary>
internal sealed class ReferenceSampling : IDisposable
{
    public const string Network = "reference.safetensors";

    private static readonly JsonObject Settings = JsonNode.Parse(File.ReadAllText(TestData.File("ksampler_tiny.json")))!.AsObject();

    private readonly DisposeScope _scope = NewDisposeScope();

    public ReferenceSampling()
    {
        File.Copy(TestData.File("t2i_tiny.safetensors"), Host.ModelPath("diffusion_models", Network));
        Model = One<Model>(new ModelSamplingSD3 { Model = One<Model>(new UNETLoader { UnetName = Network }), Shift = (double)Settings["shift"]! });
        using var file = SafetensorsFile.Open(TestData.File("ksampler_tiny.safetensors"));
        Picture = file.Load("latent");
        Positive = new Conditioning([new ConditioningEntry(file.Load("positive"))]);
        Negative = new Conditioning([new ConditioningEntry(file.Load("negative"))]);
    }

    /// <summary>The recorded cases, <c>sampler|scheduler[|denoise=0.6]</c>, without those that have no result.</summary>
    public static IEnumerable<string> Cases => Settings["results"]!.AsObject().Where(r => r.Value is JsonObject).Select(r => r.Key);

    public static int Steps => (int)Settings["steps"]!;

    public static ulong Seed => (ulong)Settings["seed"]!;

    public static double Cfg => (double)Settings["cfg"]!;

    public TestHost Host { get; } = new();

    public Model Model { get; }

    public Conditioning Positive { get; }

    public Conditioning Negative { get; }

    /// <summary>The start of the cases with denoise, [2, 3, 16, 16].</summary>
    public Tensor Picture { get; }

    /// <summary>The start of the others.</summary>
    public Latent Empty => new() { Samples = zeros_like(Picture) };

    public Latent Start(double denoise) => denoise < 1 ? new Latent { Samples = Picture } : Empty;

    public static (string Sampler, string Scheduler, double Denoise) Parse(string name)
    {
        var parts = name.Split('|');
        return (parts[0], parts[1], parts.Length > 2 ? double.Parse(parts[2]["denoise=".Length..], System.Globalization.CultureInfo.InvariantCulture) : 1);
    }

    public static float[] Expected(string name)
    {
        using var file = SafetensorsFile.Open(TestData.File("ksampler_tiny.safetensors"));
        using var tensor = file.Load(name);
        return tensor.data<float>().ToArray();
    }

    public Latent KSample(string sampler, string scheduler, double denoise = 1, Latent? latent = null, Model? model = null) => One<Latent>(new KSampler
    {
        Model = model ?? Model,
        Seed = Seed,
        Steps = Steps,
        Cfg = Cfg,
        SamplerName = sampler,
        Scheduler = scheduler,
        Positive = Positive,
        Negative = Negative,
        LatentImage = latent ?? Start(denoise),
        Denoise = denoise,
    });

    public Latent KSampleSome(string sampler, string scheduler, Latent latent, int start = 0, int end = 10000, bool noise = true, bool leftover = false) =>
        One<Latent>(new KSamplerAdvanced
        {
            Model = Model,
            AddNoise = noise ? "enable" : "disable",
            NoiseSeed = Seed,
            Steps = Steps,
            Cfg = Cfg,
            SamplerName = sampler,
            Scheduler = scheduler,
            Positive = Positive,
            Negative = Negative,
            LatentImage = latent,
            StartAtStep = start,
            EndAtStep = end,
            ReturnWithLeftoverNoise = leftover ? "enable" : "disable",
        });

    /// <summary>The schedule that KSampler walks with a solver.</summary>
    public Sigmas Schedule(string sampler, string scheduler, double denoise = 1)
    {
        if (!Sampling.Samplers.Get(sampler).DiscardsPenultimateSigma)
        {
            return One<Sigmas>(new BasicScheduler { Model = Model, Scheduler = scheduler, Steps = Steps, Denoise = denoise });
        }
        var longer = One<Sigmas>(new BasicScheduler { Model = Model, Scheduler = scheduler, Steps = Steps + 1, Denoise = denoise });
        return new Sigmas([.. longer[..^2], longer[^1]]);
    }

    public IReadOnlyList<Latent> Custom(SamplerDefinition sampler, Sigmas sigmas, Latent latent, bool noise = true) => Run<Latent>(new SamplerCustom
    {
        Model = Model,
        AddNoise = noise,
        NoiseSeed = Seed,
        Cfg = Cfg,
        Positive = Positive,
        Negative = Negative,
        Sampler = sampler,
        Sigmas = sigmas,
        LatentImage = latent,
    });

    public IReadOnlyList<Latent> Advanced(Guider guider, SamplerDefinition sampler, Sigmas sigmas, Latent latent, NoiseSource? noise = null, FakeContext? context = null) =>
        Run<Latent>(
            new SamplerCustomAdvanced { Noise = noise ?? One<NoiseSource>(new RandomNoise { NoiseSeed = Seed }), Guider = guider, Sampler = sampler, Sigmas = sigmas, LatentImage = latent },
            context);

    public Guider CfgGuider(Model? model = null, double? cfg = null) =>
        One<Guider>(new CFGGuider { Model = model ?? Model, Positive = Positive, Negative = Negative, Cfg = cfg ?? Cfg });

    public SamplerDefinition Solver(string name) => One<SamplerDefinition>(new KSamplerSelect { SamplerName = name });

    public T One<T>(Node node) where T : class => Run<T>(node)[0];

    public IReadOnlyList<T> Run<T>(Node node, FakeContext? context = null) where T : class
    {
        T[] outputs = [.. node.Run(context ?? Host.Context()).Outputs.Cast<T>()];
        foreach (var tensor in outputs.OfType<IHoldsResources>().SelectMany(o => o.Resources).OfType<Tensor>())
        {
            tensor.MoveToOtherDisposeScope(_scope);
        }
        return outputs;
    }

    public void Dispose()
    {
        _scope.Dispose();
        Host.Dispose();
    }

    public static float[] Numbers(Latent latent) => latent.Samples.data<float>().ToArray();

    public static float Difference(Latent latent, float[] expected)
    {
        var actual = Numbers(latent);
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        return actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max();
    }
}
