using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PixelDiT.Torch.Tests;

/// <summary>Operators against numbers worked out by hand or by System.Math.</summary>
public sealed class OperatorTests
{
    private static readonly float[] Points = [-2.5f, -1, -0.25f, 0.5f, 0.75f, 3];

    private DisposeScope _scope = null!;

    [SetUp]
    public void Open() => _scope = NewDisposeScope();

    [TearDown]
    public void Close() => _scope.Dispose();

    private static IEnumerable<TestCaseData> Unary()
    {
        static TestCaseData Case(string name, Func<Tensor, Tensor> op, Func<double, double> reference) =>
            new TestCaseData(op, reference).SetArgDisplayNames(name);
        yield return Case("abs", x => x.abs(), Math.Abs);
        yield return Case("neg", x => -x, x => -x);
        yield return Case("exp", x => x.exp(), Math.Exp);
        yield return Case("expm1", x => x.expm1(), x => Math.Exp(x) - 1);
        yield return Case("square", x => x.square(), x => x * x);
        yield return Case("log", x => x.abs().log(), x => Math.Log(Math.Abs(x)));
        yield return Case("log1p", x => x.abs().log1p(), x => Math.Log(1 + Math.Abs(x)));
        yield return Case("sqrt", x => x.abs().sqrt(), x => Math.Sqrt(Math.Abs(x)));
        yield return Case("rsqrt", x => x.abs().rsqrt(), x => 1 / Math.Sqrt(Math.Abs(x)));
        yield return Case("reciprocal", x => x.reciprocal(), x => 1 / x);
        yield return Case("sin", x => x.sin(), Math.Sin);
        yield return Case("cos", x => x.cos(), Math.Cos);
        yield return Case("tan", x => x.tan(), Math.Tan);
        yield return Case("atan", x => x.atan(), Math.Atan);
        yield return Case("tanh", x => x.tanh(), Math.Tanh);
        yield return Case("sigmoid", x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)));
        yield return Case("silu", x => functional.silu(x), x => x / (1 + Math.Exp(-x)));
        yield return Case("relu", x => functional.relu(x), x => Math.Max(x, 0));
        yield return Case("softplus", x => functional.softplus(x), x => Math.Log(1 + Math.Exp(x)));
        yield return Case("gelu tanh", x => functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh), x => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
        yield return Case("floor", x => x.floor(), Math.Floor);
        yield return Case("ceil", x => x.ceil(), Math.Ceiling);
        yield return Case("round", x => x.round(), x => Math.Round(x, MidpointRounding.ToEven));
        yield return Case("trunc", x => x.trunc(), Math.Truncate);
        yield return Case("sign", x => x.sign(), x => Math.Sign(x));
        yield return Case("exp2", x => x.exp2(), x => Math.Pow(2, x));
        yield return Case("clamp", x => x.clamp(-1, 0.6), x => Math.Clamp(x, -1, 0.6));
        yield return Case("clamp min", x => x.clamp(min: 0), x => Math.Max(x, 0));
        yield return Case("1 - x", x => 1 - x, x => 1 - x);
        yield return Case("2 / x", x => 2 / x, x => 2 / x);
        yield return Case("x % 2", x => x % 2, x => x - (2 * Math.Floor(x / 2)));
        yield return Case("fmod 2", x => x.fmod(2), x => Math.IEEERemainder(0, 1) + (x % 2));
        yield return Case("pow 2", x => x.pow(2), x => x * x);
        yield return Case("add alpha", x => x.add(x, 0.5), x => 1.5 * x);
        yield return Case("x * 0.1 + 3", x => (x * 0.1) + 3, x => (x * 0.1) + 3);
    }

    [TestCaseSource(nameof(Unary))]
    public void Elementwise_MatchesSystemMath(Func<Tensor, Tensor> op, Func<double, double> reference)
    {
        var expected = Points.Select(x => reference(x)).ToArray();
        Assert.That(op(tensor(Points).to(float64)).data<double>().ToArray(), Is.EqualTo(expected).Within(1e-7));
        Assert.That(
            op(tensor(Points)).data<float>().Select(x => (double)x).ToArray(), Is.EqualTo(expected).Within(2e-6));
    }

    [Test]
    public void Erfinv_UndoesErf()
    {
        var x = tensor(new[] { -1.5, -0.1, 0.0, 0.7 });
        Assert.That(x.erf().erfinv().data<double>().ToArray(), Is.EqualTo(x.data<double>().ToArray()).Within(1e-12));
        Assert.That((double)tensor(1.0).erf(), Is.EqualTo(0.8427007929497149).Within(1e-12));
    }

    [Test]
    public void InPlace_ChangesAndReturnsItself()
    {
        var x = tensor(new float[] { 1, 2 });
        var y = x.add_(1).mul_(2).sub_(tensor(new float[] { 1, 1 })).div_(3);
        Assert.That(y, Is.SameAs(x));
        Assert.That(x.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 5 / 3f }));
    }

    [Test]
    public void Operators_Broadcast()
    {
        var column = tensor(new float[] { 1, 2 }).unsqueeze(1);
        var row = tensor(new float[] { 10, 20, 30 });
        Assert.That((column + row).shape, Is.EqualTo(new long[] { 2, 3 }));
        Assert.That((float)(column * row)[1, 2], Is.EqualTo(60));
    }

    [Test]
    public void Comparison_GivesTruthValues()
    {
        var x = tensor(new float[] { 1, 2, 3 });
        Assert.That((x > 1.5).data<bool>().ToArray(), Is.EqualTo(new[] { false, true, true }));
        Assert.That((x == tensor(new float[] { 1, 0, 3 })).data<bool>().ToArray(), Is.EqualTo(new[] { true, false, true }));
        Assert.That((x <= 2).logical_and(x != 1).data<bool>().ToArray(), Is.EqualTo(new[] { false, true, false }));
        Assert.That(((bool)(x > 0).all(), (bool)(x > 3).any()), Is.EqualTo((true, false)));
    }

    [Test]
    public void Finiteness_IsSeen()
    {
        var x = tensor(new[] { 1, float.NaN, float.PositiveInfinity });
        Assert.That(x.isfinite().data<bool>().ToArray(), Is.EqualTo(new[] { true, false, false }));
        Assert.That(x.isnan().data<bool>().ToArray(), Is.EqualTo(new[] { false, true, false }));
        Assert.That(x.isinf().data<bool>().ToArray(), Is.EqualTo(new[] { false, false, true }));
        Assert.That(x.nan_to_num(0, 5, -5).data<float>().ToArray(), Is.EqualTo(new float[] { 1, 0, 5 }));
    }

    [Test]
    public void Reductions_KnownNumbers()
    {
        var x = tensor(new float[] { 1, 2, 3, 4, 5, 9 }).view(2, 3);
        Assert.That((float)x.sum(), Is.EqualTo(24));
        Assert.That(x.sum([0]).data<float>().ToArray(), Is.EqualTo(new float[] { 5, 7, 12 }));
        Assert.That(x.mean([1], true).shape, Is.EqualTo(new long[] { 2, 1 }));
        Assert.That((float)x.mean(), Is.EqualTo(4));
        Assert.That((float)x.var(), Is.EqualTo(8).Within(1e-6));
        Assert.That((float)x.std(unbiased: false), Is.EqualTo(Math.Sqrt(40 / 6.0)).Within(1e-6));
        Assert.That((float)x.norm(), Is.EqualTo(Math.Sqrt(136)).Within(1e-5));
        Assert.That((float)linalg.norm(x), Is.EqualTo(Math.Sqrt(136)).Within(1e-5));
        Assert.That((float)x.prod(), Is.EqualTo(1080));
        Assert.That(x.argmax(1).data<long>().ToArray(), Is.EqualTo(new long[] { 2, 2 }));
        var (values, indexes) = x.max(0);
        Assert.That((values.data<float>()[2], indexes.data<long>()[2]), Is.EqualTo((9f, 1L)));
        Assert.That(x.amax([0, 1]).item<float>(), Is.EqualTo(9));
        Assert.That((float)x.quantile(tensor(0.5f), -1)[1], Is.EqualTo(5));
        Assert.That(x.cumsum(1)[1, 2].item<float>(), Is.EqualTo(18));
        Assert.That((double)x.logsumexp(1)[0], Is.EqualTo(Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3))).Within(1e-6));
    }

    [Test]
    public void SortAndTopk_OrderAlongTheLastDimension()
    {
        var x = tensor(new float[] { 3, 1, 2 });
        var (sorted, from) = x.sort(descending: true);
        Assert.That(sorted.data<float>().ToArray(), Is.EqualTo(new float[] { 3, 2, 1 }));
        Assert.That(from.data<long>().ToArray(), Is.EqualTo(new long[] { 0, 2, 1 }));
        Assert.That(x.topk(2, largest: false).values.data<float>().ToArray(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void Products_KnownNumbers()
    {
        var a = tensor(new float[] { 1, 2, 3, 4 }).view(2, 2);
        var b = tensor(new float[] { 5, 6, 7, 8 }).view(2, 2);
        var expected = new float[] { 19, 22, 43, 50 };
        Assert.That(a.matmul(b).data<float>().ToArray(), Is.EqualTo(expected));
        Assert.That(einsum("ij,jk->ik", a, b).data<float>().ToArray(), Is.EqualTo(expected));
        Assert.That(a.unsqueeze(0).bmm(b.unsqueeze(0)).data<float>().ToArray(), Is.EqualTo(expected));
        Assert.That(functional.linear(a, b, tensor(new float[] { 1, 0 })).data<float>().ToArray(), Is.EqualTo(new float[] { 18, 23, 40, 53 }));
        Assert.That(
            a.unsqueeze(0).baddbmm(a.unsqueeze(0), b.unsqueeze(0), 2, 0.5f).data<float>().ToArray(),
            Is.EqualTo(new[] { 11.5f, 15, 27.5f, 33 }));
    }

    // All transpositions and strides of a single precision product: the native library puts another product under libtorch's.
    [Test]
    public void MatMul_FloatTransposedAndStrided_MatchesDouble()
    {
        using var random = new Generator(3);
        var a = randn([2, 37, 53], generator: random);
        var b = randn([2, 53, 29], generator: random);
        var wide = randn([2, 53, 58], generator: random);
        foreach (var (x, y) in new[]
        {
            (a, b),
            (a.transpose(1, 2).contiguous().transpose(1, 2), b),
            (a, b.transpose(1, 2).contiguous().transpose(1, 2)),
            (a, wide.slice(2, 0, 58, 2)),
            (a, wide.narrow(2, 7, 29)),
            (a[0], wide[1].narrow(1, 3, 1)),
        })
        {
            var error = x.matmul(y).to(float64).sub(x.to(float64).matmul(y.to(float64))).abs().max();
            Assert.That((double)error, Is.LessThan(2e-5));
        }

        var sum = a[0].addmm(randn([37, 8], generator: random), zeros(8, 53), 1, 1);
        Assert.That(sum.Equals(a[0]), Is.True);
    }

    [Test]
    public void Views_ShareMemory()
    {
        var x = arange(12).view(3, 4);
        x.select(0, 1).fill_(-1);
        Assert.That(x.t()[2, 1].item<long>(), Is.EqualTo(-1));
        Assert.That(x.permute(1, 0).is_contiguous(), Is.False);
        Assert.That(x.transpose(0, 1).reshape(-1).shape, Is.EqualTo(new long[] { 12 }));
        Assert.That(x.unflatten(1, 2, -1).shape, Is.EqualTo(new long[] { 3, 2, 2 }));
        Assert.That(x.chunk(2, 1)[1].data<long>().ToArray(), Is.EqualTo(new long[] { 2, 3, -1, -1, 10, 11 }));
        Assert.That(x.split(2)[1].shape, Is.EqualTo(new long[] { 1, 4 }));
        Assert.That(x.split([1, 3], 1)[0].shape, Is.EqualTo(new long[] { 3, 1 }));
        Assert.That(x.unbind(1), Has.Length.EqualTo(4));
        Assert.That(x.unsqueeze(0).expand(5, -1, -1).stride()[0], Is.Zero);
        Assert.That(x.repeat(2, 1).shape, Is.EqualTo(new long[] { 6, 4 }));
        Assert.That(x.flip(1)[2, 0].item<long>(), Is.EqualTo(11));
        Assert.That(x.roll(1, 1)[2, 0].item<long>(), Is.EqualTo(11));
        Assert.That(x.alias().data<long>()[4], Is.EqualTo(-1));
    }

    [Test]
    public void Indexing_SlicesMasksAndTensors()
    {
        var x = arange(24).view(2, 3, 4);
        Assert.That(x[1, 2, 3].item<long>(), Is.EqualTo(23));
        Assert.That(x[1, 1..3].shape, Is.EqualTo(new long[] { 2, 4 }));
        Assert.That(x[TensorIndex.Ellipsis, ^1].data<long>().ToArray(), Is.EqualTo(new long[] { 3, 7, 11, 15, 19, 23 }));
        Assert.That(x[TensorIndex.Colon, TensorIndex.Slice(step: 2)].shape, Is.EqualTo(new long[] { 2, 2, 4 }));
        Assert.That(x[TensorIndex.None, 0].shape, Is.EqualTo(new long[] { 1, 3, 4 }));
        Assert.That(x[x > 20].data<long>().ToArray(), Is.EqualTo(new long[] { 21, 22, 23 }));
        Assert.That(x.index_select(2, tensor(new long[] { 3, 0 }))[0, 0].data<long>().ToArray(), Is.EqualTo(new long[] { 3, 0 }));
        x[0, 0] = -5;
        x[x > 20] = 0;
        Assert.That((long)x.sum(), Is.EqualTo(276 - 6 - 20 - 66));
        Assert.That(x.gather(2, zeros([2, 3, 1], int64)).shape, Is.EqualTo(new long[] { 2, 3, 1 }));
        Assert.That(
            zeros(3).scatter(0, tensor(new long[] { 2 }), tensor(new float[] { 7 })).data<float>().ToArray(),
            Is.EqualTo(new float[] { 0, 0, 7 }));
    }

    [Test]
    public void Accessor_StridedView_ReadsInOrder()
    {
        var x = arange(6).view(2, 3).t();
        Assert.That(x.data<long>().ToArray(), Is.EqualTo(new long[] { 0, 3, 1, 4, 2, 5 }));
        Assert.That(x.data<long>()[2, 1], Is.EqualTo(5));
        var part = new long[2];
        x.data<long>().CopyTo(part.AsSpan(), 0, 3);
        Assert.That(part, Is.EqualTo(new long[] { 4, 2 }));
        Assert.Throws<InvalidOperationException>(() => _ = x.bytes.Length);
        Assert.That(x.data<long>().ToNDArray(), Is.EqualTo(new long[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }));
    }

    [Test]
    public void Bytes_OfAContiguousView_AreItsOwn()
    {
        var x = zeros([3, 4], uint8);
        x.select(0, 1).bytes.Fill(7);
        Assert.That((long)x.sum(), Is.EqualTo(28));
    }

    [Test]
    public void Conversions_KeepOrRoundValues()
    {
        var x = tensor(new[] { 1.9f, -1.9f });
        Assert.That(x.to(int32).data<int>().ToArray(), Is.EqualTo(new[] { 1, -1 }));
        Assert.That(x.@bool().data<bool>().ToArray(), Is.EqualTo(new[] { true, true }));
        Assert.That(x.half().dtype, Is.EqualTo(ScalarType.Float16));
        Assert.That(x.to(float32).IsInvalid, Is.False);
        var y = x.to(float64, disposeAfter: true);
        Assert.That((x.IsInvalid, y.dtype), Is.EqualTo((true, ScalarType.Float64)));
    }

    [Test]
    public void UnfoldAndFold_PatchesAreChannelMajor()
    {
        var image = arange(2 * 4 * 4).to(float32).view(1, 2, 4, 4);
        var patches = functional.unfold(image, 2, stride: 2);                             // [1, C · 2 · 2, 4]
        Assert.That(patches.select(2, 0).reshape(-1).data<float>().ToArray(), Is.EqualTo(new float[] { 0, 1, 4, 5, 16, 17, 20, 21 }));
        Assert.That(functional.fold(patches, 4, 2, stride: 2).Equals(image), Is.True);
    }

    [Test]
    public void Pad_ConstantReflectReplicate()
    {
        var x = tensor(new float[] { 1, 2, 3 }).view(1, 1, 3);
        Assert.That(functional.pad(x, (1, 2), value: 9).data<float>().ToArray(), Is.EqualTo(new float[] { 9, 1, 2, 3, 9, 9 }));
        Assert.That(functional.pad(x, (1, 2), PaddingModes.Reflect).data<float>().ToArray(), Is.EqualTo(new float[] { 2, 1, 2, 3, 2, 1 }));
        Assert.That(functional.pad(x, (1, 2), PaddingModes.Replicate).data<float>().ToArray(), Is.EqualTo(new float[] { 1, 1, 2, 3, 3, 3 }));
        Assert.That(functional.pad(x, (1, 2), PaddingModes.Circular).data<float>().ToArray(), Is.EqualTo(new float[] { 3, 1, 2, 3, 1, 2 }));
    }

    [Test]
    public void Interpolate_NearestBilinearArea()
    {
        var x = tensor(new float[] { 0, 4, 8, 12 }).view(1, 1, 2, 2);
        Assert.That(functional.interpolate(x, scale_factor: [2]).shape, Is.EqualTo(new long[] { 1, 1, 4, 4 }));
        var halves = functional.interpolate(x, [1, 1], mode: InterpolationMode.Area);
        Assert.That(halves.item<float>(), Is.EqualTo(6));
        var corners = functional.interpolate(x, [3, 3], mode: InterpolationMode.Bilinear, align_corners: true);
        Assert.That(corners.reshape(-1).data<float>().ToArray(), Is.EqualTo(new float[] { 0, 2, 4, 4, 6, 8, 8, 10, 12 }));
        Assert.Throws<ArgumentException>(() => functional.interpolate(x));
    }

    [Test]
    public void LayerNorm_UnitVariance()
    {
        var y = functional.layer_norm(tensor(new float[] { 1, 2, 3, 4 }).view(1, 4), [4], eps: 0);
        Assert.That((float)y[0, 3], Is.EqualTo(1.5 / Math.Sqrt(1.25)).Within(1e-6));
    }

    [Test]
    public void Softmax_ComputedInAnotherType_SumsToOne()
    {
        var y = tensor(new float[] { 1, 2, 3 }).to(ScalarType.BFloat16).softmax(-1, float32);
        Assert.That((y.dtype, (double)y.sum()), Is.EqualTo((ScalarType.Float32, 1.0)).Within(1e-6));
    }

    [Test]
    public void WhereAndLerp_Choose()
    {
        var x = tensor(new float[] { 1, 2 });
        Assert.That(where(x > 1, x, zeros(2)).data<float>().ToArray(), Is.EqualTo(new float[] { 0, 2 }));
        Assert.That(x.lerp(tensor(new float[] { 3, 4 }), tensor(0.25f)).data<float>().ToArray(), Is.EqualTo(new[] { 1.5f, 2.5f }));
        Assert.That(x.addcmul(x, x, 10).data<float>().ToArray(), Is.EqualTo(new float[] { 11, 42 }));
    }

    [Test]
    public void ToString_SaysShapeTypeAndDevice() =>
        Assert.That(zeros([2, 3], ScalarType.BFloat16).ToString(), Is.EqualTo("[2x3], type = BFloat16, device = cpu"));
}
