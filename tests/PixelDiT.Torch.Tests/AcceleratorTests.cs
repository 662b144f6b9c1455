using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

/// <summary>The native kernels against the plain tensor calls that define them.</summary>
[TestFixture(ScalarType.Float32, 2e-6)]
[TestFixture(ScalarType.BFloat16, 1.6e-2)]
[TestFixture(ScalarType.Float16, 2e-3)]
public sealed class AcceleratorTests(ScalarType type, double tolerance)
{
    private readonly PlainAccelerator _plain = new();
    private DisposeScope _scope = null!;
    private Generator _random = null!;

    [SetUp]
    public void Open()
    {
        _scope = NewDisposeScope();
        _random = new Generator(7);
    }

    [TearDown]
    public void Close()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    [TestCase(2, 37, 1536)]
    [TestCase(1, 5, 16)]
    [TestCase(3, 1, 19)]
    [TestCase(1, 1, 1)]
    public void RmsNorm_AnyWidth_MatchesPlain(long b, long l, long d)
    {
        var x = Draw(b, l, d);
        var weight = DrawFloat(d);
        Same(Accelerator.Current.RmsNorm(x, weight, 1e-6), _plain.RmsNorm(x, weight, 1e-6));
    }

    [Test]
    public void RmsNorm_HeadsOfAProjection_MatchesPlain()
    {
        var qkv = Draw(2, 11, 3 * 4 * 72).view(2, 11, 3, 4, 72).permute(2, 0, 3, 1, 4);   // [3, B, H, L, dh], not contiguous
        var q = qkv[0];
        var weight = DrawFloat(72);
        Same(Accelerator.Current.RmsNorm(q, weight, 1e-6), _plain.RmsNorm(q, weight, 1e-6));
    }

    [Test]
    public void RmsNorm_ZeroRow_IsZero()
    {
        var y = Accelerator.Current.RmsNorm(zeros([2, 24], type), ones(24), 1e-6);
        Assert.That((double)y.abs().sum(), Is.Zero);
    }

    [Test]
    public void RmsNorm_NaN_StaysNaN()
    {
        var x = Draw(2, 24);
        x[0, 3] = float.NaN;
        var y = Accelerator.Current.RmsNorm(x, ones(24), 1e-6);
        Assert.That((double)y.isnan().sum(), Is.EqualTo(24));
    }

    [Test]
    public void RmsNormModulate_OneRowPerSample_MatchesPlain()
    {
        var (x, weight) = (Draw(2, 37, 1536), DrawFloat(1536));
        var (shift, scale) = (Draw(2, 1, 1536), Draw(2, 1, 1536));
        Same(
            Accelerator.Current.RmsNormModulate(x, weight, 1e-6, shift, scale),
            _plain.RmsNormModulate(x, weight, 1e-6, shift, scale));
    }

    [Test]
    public void RmsNormModulate_SlicesOfPixelModulation_MatchesPlain()
    {
        var (x, weight) = (Draw(6, 256, 16), DrawFloat(16));
        var all = Draw(6, 256, 6, 16);
        var (shift, scale) = (all.select(2, 0), all.select(2, 1));                       // row stride 6 · 16
        Same(
            Accelerator.Current.RmsNormModulate(x, weight, 1e-6, shift, scale),
            _plain.RmsNormModulate(x, weight, 1e-6, shift, scale));
    }

    [Test]
    public void RmsNormModulate_FloatModulation_MatchesPlain()
    {
        var (x, weight) = (Draw(2, 9, 33), DrawFloat(33));
        var (shift, scale) = (DrawFloat(33), DrawFloat(2, 1, 33));
        Same(
            Accelerator.Current.RmsNormModulate(x, weight, 1e-6, shift, scale),
            _plain.RmsNormModulate(x, weight, 1e-6, shift, scale));
    }

    [Test]
    public void GatedAdd_GatePerSampleAndPerRow_MatchesPlain()
    {
        var (residual, value) = (Draw(2, 21, 100), Draw(2, 21, 100));
        Same(
            Accelerator.Current.GatedAdd(residual, DrawSeeded(2, 1, 100, 3, type), value),
            _plain.GatedAdd(residual, DrawSeeded(2, 1, 100, 3, type), value));
        var gates = Draw(2, 21, 6, 100).select(2, 2);
        Same(Accelerator.Current.GatedAdd(residual, gates, value), _plain.GatedAdd(residual, gates, value));
        var one = DrawSeeded(2, 21, 1, 5, type);
        Same(Accelerator.Current.GatedAdd(residual, one, value), _plain.GatedAdd(residual, one, value));
    }

    [Test]
    public void GatedAdd_LeavesOperandsAlone()
    {
        var (residual, gate, value) = (Draw(2, 3, 8), Draw(2, 1, 8), Draw(2, 3, 8));
        var before = residual.clone();
        _ = Accelerator.Current.GatedAdd(residual, gate, value);
        Assert.That(residual.Equals(before), Is.True);
    }

    [TestCase(64)]
    [TestCase(72)]
    [TestCase(6)]
    public void Rotary_PermutedHeads_MatchesPlain(long dh)
    {
        var x = Draw(2, 13, 3, 4, dh).permute(2, 0, 3, 1, 4)[1];                          // [B, H, L, dh], not contiguous
        var angles = DrawFloat(13, dh / 2);
        var (cos, sin) = (angles.cos(), angles.sin());
        Same(Accelerator.Current.ApplyRotaryInterleaved(x, cos, sin), _plain.ApplyRotaryInterleaved(x, cos, sin));
        Same(Accelerator.Current.ApplyRotaryHalf(x, cos, sin), _plain.ApplyRotaryHalf(x, cos, sin));
    }

    [Test]
    public void Rotary_QuarterTurn_MovesPairs()
    {
        var x = tensor(new float[] { 1, 2, 3, 4 }).view(1, 1, 1, 4).to(type);
        var (cos, sin) = (zeros(1, 2), ones(1, 2));
        var interleaved = Accelerator.Current.ApplyRotaryInterleaved(x, cos, sin).to(float32).data<float>().ToArray();
        var half = Accelerator.Current.ApplyRotaryHalf(x, cos, sin).to(float32).data<float>().ToArray();
        Assert.That(interleaved, Is.EqualTo(new float[] { -2, 1, -4, 3 }));
        Assert.That(half, Is.EqualTo(new float[] { -3, -4, 1, 2 }));
    }

    [TestCase(300, 4096)]
    [TestCase(3, 13)]
    public void GatedUnits_HalvesOfAProjection_MatchesPlain(long l, long hidden)
    {
        var both = Draw(2, l, 2 * hidden).mul_(4);
        var parts = both.chunk(2, -1);
        Same(Accelerator.Current.SiluMul(parts[0], parts[1]), _plain.SiluMul(parts[0], parts[1]), 8);
        Same(Accelerator.Current.GeluTanhMul(parts[0], parts[1]), _plain.GeluTanhMul(parts[0], parts[1]), 8);
    }

    [Test]
    public void SiluMul_LargeValues_DoesNotOverflow()
    {
        var gate = tensor(new float[] { -1000, -90, 0, 90, 1000 }).view(1, 5).to(type);
        var y = Accelerator.Current.SiluMul(gate, ones_like(gate)).to(float32).data<float>().ToArray();
        Assert.That(y, Is.EqualTo(new float[] { 0, 0, 0, 90, 1000 }).Within(1e-30f));
    }

    [TestCase(1, 9, 1536, 77)]
    [TestCase(2, 1, 64, 130)]
    [TestCase(7, 1, 65, 33)]
    [TestCase(1, 40, 64, 16)]
    [TestCase(1, 41, 16, 3)]
    [TestCase(1, 43, 3, 16)]
    [TestCase(1, 40, 96, 80)]
    public void Linear_AnyShapeAndWeightType_MatchesFloatProduct(long b, long l, long inputs, long outputs)
    {
        var x = Draw(b, l, inputs);
        foreach (var weightType in new[] { ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16 })
        {
            var weight = DrawFloat(outputs, inputs).to(weightType);
            var bias = Draw(outputs);
            var expected = x.to(float32).matmul(weight.to(type).to(float32).t()).add(bias.to(float32));
            var scale = Math.Sqrt(inputs);
            Same(Accelerator.Current.Linear(x, weight, bias).to(float32), expected, scale);
            Same(Accelerator.Current.Linear(x, weight, null).to(float32), expected.sub(bias.to(float32)), scale);
        }
    }

    [Test]
    public void Linear_LargeWeightOfAnotherType_IsConvertedInPieces()
    {
        var other = type == ScalarType.Float32 ? ScalarType.BFloat16 : ScalarType.Float32;
        var x = Draw(1, 9, 4096);
        var weight = Draw(4500, 4096).to(other);
        var expected = x.to(float32).matmul(weight.to(float32).t());
        Same(Accelerator.Current.Linear(x, weight, null).to(float32), expected, 64);
    }

    [Test]
    public void Linear_StridedRows_MatchesPlain()
    {
        var x = Draw(4, 30, 50).transpose(0, 1);
        var weight = Draw(20, 50);
        Same(Accelerator.Current.Linear(x, weight, null).to(float32), x.to(float32).matmul(weight.to(float32).t()), 8);
    }

    private Tensor Draw(params long[] shape) => randn(shape, float32, generator: _random).to(type);

    private static Tensor DrawSeeded(long a, long b, long c, int seed, ScalarType type)
    {
        using var generator = new Generator((ulong)seed);
        return randn([a, b, c], float32, generator: generator).to(type);
    }

    private Tensor DrawFloat(params long[] shape) => randn(shape, float32, generator: _random);

    // Both round once from float32: they differ by a unit in the last place of the type, relative to the values' size.
    private void Same(Tensor actual, Tensor expected, double scale = 1)
    {
        Assert.That(actual.shape, Is.EqualTo(expected.shape));
        Assert.That(actual.dtype, Is.EqualTo(expected.dtype));
        var a = actual.to(float32);
        var e = expected.to(float32);
        var excess = a.sub(e).abs().sub(e.abs().mul(tolerance)).max();
        Assert.That((double)excess, Is.LessThanOrEqualTo(tolerance * scale));
    }
}
