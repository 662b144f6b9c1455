using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PixelDiT.Torch.Tests;

/// <summary>Attention against the formula written out in float64.</summary>
[TestFixture(ScalarType.Float32, 2e-5)]
[TestFixture(ScalarType.BFloat16, 2e-2)]
[TestFixture(ScalarType.Float16, 2e-3)]
public sealed class AttentionTests(ScalarType type, double tolerance)
{
    private DisposeScope _scope = null!;
    private Generator _random = null!;

    [SetUp]
    public void Open()
    {
        _scope = NewDisposeScope();
        _random = new Generator(11);
    }

    [TearDown]
    public void Close()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    [TestCase(1, 24, 556, 556, 64)]
    [TestCase(2, 3, 25, 130, 72)]
    [TestCase(1, 2, 1, 1, 16)]
    [TestCase(1, 1, 7, 63, 5)]
    [TestCase(2, 2, 24, 64, 256)]
    public void Attention_NoMask_MatchesFormula(long b, long h, long l, long s, long d)
    {
        var (q, k, v) = (Draw(b, h, l, d), Draw(b, h, s, d), Draw(b, h, s, d));
        Same(Accelerator.Current.Attention(q, k, v), Formula(q, k, v, null, null, 0));
    }

    [Test]
    public void Attention_PermutedProjection_MatchesFormula()
    {
        var qkv = Draw(2, 31, 3 * 4 * 24).view(2, 31, 3, 4, 24).permute(2, 0, 3, 1, 4);   // [3, B, H, L, dh]
        Same(Accelerator.Current.Attention(qkv[0], qkv[1], qkv[2]), Formula(qkv[0], qkv[1], qkv[2], null, null, 0));
    }

    [Test]
    public void Attention_GroupedQueries_NeighboursShareAKeyHead()
    {
        var (q, k, v) = (Draw(2, 8, 33, 16), Draw(2, 2, 40, 16), Draw(2, 2, 40, 16));
        var expected = Formula(q, k.repeat_interleave(4, 1), v.repeat_interleave(4, 1), null, null, 0);
        Same(Accelerator.Current.Attention(q, k, v), expected);
        SamePlain(() => new PlainAccelerator().Attention(q, k, v), expected);
    }

    [Test]
    public void Attention_ScaleAndSoftCap_MatchFormula()
    {
        var (q, k, v) = (Draw(1, 4, 29, 32).mul(4), Draw(1, 2, 45, 32), Draw(1, 2, 45, 32));
        var expected = Formula(q, k.repeat_interleave(2, 1), v.repeat_interleave(2, 1), null, 0.25, 3);
        Same(Accelerator.Current.Attention(q, k, v, null, 0.25, 3), expected);
        SamePlain(() => new PlainAccelerator().Attention(q, k, v, null, 0.25, 3), expected);
    }

    [Test]
    public void Attention_BooleanMask_TrueAttends()
    {
        var (q, k, v) = (Draw(2, 4, 50, 16), Draw(2, 4, 50, 16), Draw(2, 4, 50, 16));
        var mask = ones([50, 50], ScalarType.Bool).tril().view(1, 1, 50, 50).expand(2, 1, 50, 50).clone();
        mask[1, 0] = ones([50, 50], ScalarType.Bool).tril(3);
        Same(Accelerator.Current.Attention(q, k, v, mask), Formula(q, k, v, mask, null, 0));
        SamePlain(() => new PlainAccelerator().Attention(q, k, v, mask, null, 5), Formula(q, k, v, mask, null, 5));
    }

    [Test]
    public void Attention_AddedMaskPerHead_MatchesFormula()
    {
        var (q, k, v) = (Draw(2, 3, 26, 16), Draw(2, 3, 70, 16), Draw(2, 3, 70, 16));
        var mask = randn([1, 3, 26, 70], generator: _random);
        Same(Accelerator.Current.Attention(q, k, v, mask), Formula(q, k, v, mask, null, 0));
        var keysOnly = randn([2, 1, 1, 70], generator: _random);
        Same(Accelerator.Current.Attention(q, k, v, keysOnly), Formula(q, k, v, keysOnly, null, 0));
    }

    [Test]
    public void Attention_OneKeyMasked_DoesNotSeeItsValue()
    {
        var (q, k, v) = (Draw(1, 1, 5, 8), Draw(1, 1, 9, 8), Draw(1, 1, 9, 8));
        var mask = ones([1, 1, 1, 9], ScalarType.Bool);
        mask[0, 0, 0, 4] = false;
        var before = Accelerator.Current.Attention(q, k, v, mask);
        v[0, 0, 4] = 1000f;
        Assert.That(Accelerator.Current.Attention(q, k, v, mask).Equals(before), Is.True);
    }

    [Test]
    public void Attention_Result_JoinsHeadsWithoutCopy()
    {
        var (q, k, v) = (Draw(2, 3, 25, 16), Draw(2, 3, 25, 16), Draw(2, 3, 25, 16));
        var joined = Accelerator.Current.Attention(q, k, v).transpose(1, 2);
        Assert.That(joined.is_contiguous(), Is.True);
    }

    [Test]
    public void Attention_HeadsThatDoNotDivide_NamesThem()
    {
        var error = Assert.Throws<TorchException>(
            () => Accelerator.Current.Attention(Draw(1, 3, 4, 8), Draw(1, 2, 4, 8), Draw(1, 2, 4, 8)));
        Assert.That(error.Message, Does.Contain("3 query heads for 2 key heads").And.Contain("[1, 3, 4, 8]"));
    }

    [Test]
    public void ScaledDotProductAttention_Causal_MatchesTriangularMask()
    {
        var (q, k, v) = (Draw(2, 4, 30, 16), Draw(2, 4, 30, 16), Draw(2, 4, 30, 16));
        var expected = Formula(q, k, v, ones([30, 30], ScalarType.Bool).tril().view(1, 1, 30, 30), null, 0);
        Same(functional.scaled_dot_product_attention(q, k, v, is_casual: true), expected);
    }

    [Test]
    public void ScaledDotProductAttention_ThreeDimensions_KeepsShape()
    {
        var (q, k, v) = (Draw(6, 12, 16), Draw(6, 20, 16), Draw(6, 20, 16));
        var result = functional.scaled_dot_product_attention(q, k, v);
        Assert.That(result.shape, Is.EqualTo(new long[] { 6, 12, 16 }));
        Same(result.unsqueeze(0), Formula(q.unsqueeze(0), k.unsqueeze(0), v.unsqueeze(0), null, null, 0));
    }

    private static Tensor Formula(Tensor q, Tensor k, Tensor v, Tensor? mask, double? scale, double softCap)
    {
        var scores = q.to(float64).matmul(k.to(float64).transpose(-2, -1)).mul(scale ?? (1 / Math.Sqrt(q.shape[^1])));
        if (softCap > 0)
        {
            scores = scores.div(softCap).tanh().mul(softCap);
        }

        if (mask is not null)
        {
            scores = mask.dtype == ScalarType.Bool
                ? scores.masked_fill(mask.logical_not(), double.NegativeInfinity)
                : scores.add(mask.to(float64));
        }

        return scores.softmax(-1).matmul(v.to(float64));
    }

    // The plain calls can only do what libtorch can: its half precision products on the CPU came with 2.x.
    private void SamePlain(Func<Tensor> plain, Tensor expected)
    {
        if (type != ScalarType.Float16)
        {
            Same(plain(), expected);
        }
    }

    private Tensor Draw(params long[] shape) => randn(shape, float32, generator: _random).to(type);

    private void Same(Tensor actual, Tensor expected)
    {
        Assert.That(actual.shape, Is.EqualTo(expected.shape));
        Assert.That((double)actual.to(float64).sub(expected).abs().max(), Is.LessThanOrEqualTo(tolerance));
    }
}
