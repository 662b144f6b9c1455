using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

public sealed class RandomTests
{
    // PyTorch: torch.manual_seed(s); torch.randn(6). The first five numbers of seed 0 and 42 are in countless notebooks.
    [TestCase(0, new[] { 1.5410f, -0.2934f, -2.1788f, 0.5684f, -1.0845f })]
    [TestCase(42, new[] { 0.3367f, 0.1288f, 0.2345f, 0.2303f, -1.1229f })]
    public void Randn_GlobalSeed_GivesPyTorchsNumbers(long seed, float[] expected)
    {
        using var scope = NewDisposeScope();
        _ = manual_seed(seed);
        Assert.That(randn(5).data<float>().ToArray(), Is.EqualTo(expected).Within(5e-5f));
    }

    [Test]
    public void Randn_OwnGenerator_SameStreamAsGlobalSeed()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1234);
        var own = randn([3, 7], generator: generator);
        _ = manual_seed(1234);
        Assert.That(own.Equals(randn([3, 7])), Is.True);
    }
}
