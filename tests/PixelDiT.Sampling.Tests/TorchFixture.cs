using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling.Tests;

/// <summary>A fixture whose tests leave no tensor behind: each runs in a dispose scope, and the live count must come back.</summary>
public abstract class TorchFixture
{
    private DisposeScope _scope = null!;
    private long _before;

    protected static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [SetUp]
    public void OpenScope()
    {
        _before = LiveTensors;
        _scope = NewDisposeScope();
    }

    [TearDown]
    public void NothingIsLeftBehind()
    {
        _scope.Dispose();
        Assert.That(LiveTensors, Is.EqualTo(_before), "live tensors after the test");
    }

    internal static ConditioningEntry Conditioning(double value, int tokens = 4, int rows = 1) =>
        new(full([rows, tokens, 8], value, ScalarType.Float32));

    internal static KSamplerRequest Request(IFlowModel model, string sampler = "euler", long batch = 2, int steps = 6) => new()
    {
        Model = model,
        Positive = [Conditioning(0.25)],
        Negative = [Conditioning(-0.5)],
        Latent = zeros([batch, 3, 8, 8], ScalarType.Float32),
        Seed = 7,
        Steps = steps,
        Cfg = 4,
        SamplerName = sampler,
    };

    /// <summary>Largest absolute difference; infinite when a NaN is anywhere.</summary>
    internal static double MaxDifference(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        var largest = (a - b).abs().max().item<float>();
        return float.IsNaN(largest) ? double.PositiveInfinity : largest;
    }
}
