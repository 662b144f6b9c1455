using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

public sealed class FactoryTests
{
    private DisposeScope _scope = null!;

    [SetUp]
    public void Open() => _scope = NewDisposeScope();

    [TearDown]
    public void Close() => _scope.Dispose();

    [Test]
    public void Arange_IntegersAndReals_ChooseTheirType()
    {
        Assert.That(arange(5).dtype, Is.EqualTo(ScalarType.Int64));
        Assert.That(arange(2, 8, 3).data<long>().ToArray(), Is.EqualTo(new long[] { 2, 5 }));
        Assert.That(arange(0, 1, 0.25).data<float>().ToArray(), Is.EqualTo(new[] { 0f, 0.25f, 0.5f, 0.75f }));
    }

    [Test]
    public void Linspace_IncludesBothEnds() =>
        Assert.That(linspace(0, 16, 5).data<float>().ToArray(), Is.EqualTo(new float[] { 0, 4, 8, 12, 16 }));

    [Test]
    public void Full_WithoutType_TakesTheValues()
    {
        Assert.That(full([2], 3).dtype, Is.EqualTo(ScalarType.Int64));
        Assert.That(full([2], 3.5).dtype, Is.EqualTo(ScalarType.Float32));
        Assert.That(full([2], true).dtype, Is.EqualTo(ScalarType.Bool));
        Assert.That(full(2, 3, 1.5f, float64).data<double>().ToArray(), Is.All.EqualTo(1.5));
    }

    [Test]
    public void Tensor_Arrays_KeepShapeAndType()
    {
        Assert.That(tensor(new byte[] { 1, 2, 3, 4 }, [2, 2]).shape, Is.EqualTo(new long[] { 2, 2 }));
        Assert.That(tensor(new long[] { 1, 2 }).dtype, Is.EqualTo(ScalarType.Int64));
        Assert.That(tensor(new[,] { { 1f, 2f, 3f }, { 4f, 5f, 6f } })[1, 2].item<float>(), Is.EqualTo(6));
        Assert.That(tensor(new List<int> { 7, 8 }).data<int>().ToArray(), Is.EqualTo(new[] { 7, 8 }));
        Assert.That(tensor(new[] { 1.5f, 2.5f }, dtype: ScalarType.BFloat16).data<BFloat16>()[1].ToSingle(), Is.EqualTo(2.5f));
        Assert.That(tensor(2.5).ndim, Is.Zero);
    }

    [Test]
    public void Tensor_ArrayChangedLater_DoesNotMatter()
    {
        var values = new float[] { 1, 2 };
        var made = tensor(values);
        values[0] = 9;
        Assert.That(made.data<float>()[0], Is.EqualTo(1));
    }

    [Test]
    public void Tensor_TooFewElements_Throws() => Assert.Throws<ArgumentException>(() => tensor(new float[3], [2, 2]));

    [Test]
    public void FromArray_AnyRank_KeepsShape() =>
        Assert.That(from_array(new double[2, 3, 4]).shape, Is.EqualTo(new long[] { 2, 3, 4 }));

    [Test]
    public void FrombufferOffset_ReadsElements()
    {
        var bytes = new byte[12];
        BitConverter.TryWriteBytes(bytes.AsSpan(4), 3.5f);
        Assert.That(frombuffer(bytes, ScalarType.Float32, 1, 4).item<float>(), Is.EqualTo(3.5f));
        Assert.Throws<ArgumentException>(() => frombuffer(bytes, ScalarType.Float32, 3, 4));
    }

    [Test]
    public void Like_KeepsTypeAndShape()
    {
        var x = zeros([2, 3], ScalarType.BFloat16);
        foreach (var y in new[] { ones_like(x), zeros_like(x), empty_like(x), full_like(x, 2), randn_like(x), rand_like(x) })
        {
            Assert.That((y.dtype, y.shape.Length), Is.EqualTo((ScalarType.BFloat16, 2)));
        }
    }

    [Test]
    public void Randn_IntegerType_Throws() => Assert.Throws<ArgumentException>(() => randn([2], ScalarType.Int64));

    [Test]
    public void Randint_StaysInRange()
    {
        var x = randint(3, 6, new long[] { 1000 });
        Assert.That(((long)x.min(), (long)x.max(), x.dtype), Is.EqualTo((3L, 5L, ScalarType.Int64)));
    }

    [Test]
    public void Names_AreKeptByTheNativeTensor()
    {
        var x = zeros([2, 3], names: ["row", "column"]);
        Assert.Throws<TorchException>(() => x.rename_(["a", "a"]));
    }

    [Test]
    public void Meshgrid_MatrixOrder_FirstVariesDownwards()
    {
        var grids = meshgrid([arange(2), arange(3)]);
        Assert.That(grids[0].reshape(-1).data<long>().ToArray(), Is.EqualTo(new long[] { 0, 0, 0, 1, 1, 1 }));
        Assert.That(grids[1].reshape(-1).data<long>().ToArray(), Is.EqualTo(new long[] { 0, 1, 2, 0, 1, 2 }));
    }

    [Test]
    public void CatAndStack_JoinAlongOldAndNewDimension()
    {
        var (a, b) = (zeros(2, 3), ones(2, 3));
        Assert.That(cat([a, b], 1).shape, Is.EqualTo(new long[] { 2, 6 }));
        Assert.That(stack([a, b], -1).shape, Is.EqualTo(new long[] { 2, 3, 2 }));
    }

    [Test]
    public void Generator_StateRestored_RepeatsNumbers()
    {
        using var generator = new Generator(5);
        var state = generator.get_state();
        var first = randn([4], generator: generator);
        generator.set_state(state);
        Assert.That(randn([4], generator: generator).Equals(first), Is.True);
        Assert.That(generator.initial_seed(), Is.EqualTo(5));
        Assert.That(generator.manual_seed(-1).initial_seed(), Is.EqualTo(-1));
    }

    [Test]
    public void BFloat16_RoundsHalvesToEven()
    {
        Assert.That(((BFloat16)1.00390625f).ToSingle(), Is.EqualTo(1));                 // 1 + 2^-8: half way, down to even
        Assert.That(((BFloat16)1.01171875f).ToSingle(), Is.EqualTo(1.015625f));         // 1 + 3 · 2^-8: half way, up to even
        Assert.That(BFloat16.IsNaN((BFloat16)float.NaN), Is.True);
        var x = new[] { 1.00390625f, 1.01171875f, -3.14159f, 1e-40f, 3.4e38f };
        Assert.That(
            tensor(x).to(ScalarType.BFloat16).data<BFloat16>().Select(v => v.ToSingle()),
            Is.EqualTo(x.Select(v => ((BFloat16)v).ToSingle())));
    }
}
