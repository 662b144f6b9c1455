using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Tests;

/// <summary>Weights of one byte an element, written out natively and by plain tensor calls.</summary>
[TestFixture(ScalarType.Float32)]
[TestFixture(ScalarType.BFloat16)]
[TestFixture(ScalarType.Float16)]
// Has no kernel of its own: goes the way that other devices than the CPU go.
[TestFixture(ScalarType.Float64)]
public sealed class ExpandCodesTests(ScalarType type)
{
    private readonly PlainAccelerator _plain = new();
    private DisposeScope _scope = null!;

    [SetUp]
    public void Open() => _scope = NewDisposeScope();

    [TearDown]
    public void Close() => _scope.Dispose();

    [Test]
    public void ExpandCodes_OneTable_LooksUpEveryCode()
    {
        var values = Enumerable.Range(0, 256).Select(i => i == 7 ? float.NaN : (i - 100) / 3f).ToArray();
        var codes = tensor(Enumerable.Range(0, 512).Select(i => (byte)(i * 37)).ToArray()).view(2, 4, 64);
        var expected = tensor([.. Enumerable.Range(0, 512).Select(i => values[(byte)(i * 37)])]).view(2, 4, 64).to(type);
        Same(Accelerator.Current.ExpandCodes(codes, tensor(values), null, type), expected);
        Same(_plain.ExpandCodes(codes, tensor(values), null, type), expected);
    }

    [Test]
    public void ExpandCodes_BlockScales_ArePowersOfTwoOfTheirBlocks()
    {
        // 0 is the smallest power, 127 is 1, 254 the largest, 255 no number.
        byte[] scales = [0, 1, 126, 127, 128, 254, 255, 130];
        var codes = tensor(Enumerable.Range(0, 64).Select(i => (byte)i).ToArray()).view(2, 32);
        var values = Enumerable.Range(0, 256).Select(i => i / 8f).ToArray();
        var expected = tensor([.. Enumerable.Range(0, 64).Select(i => (float)(i / 8.0 * (scales[i / 8] == 255 ? double.NaN : Math.Pow(2, scales[i / 8] - 127))))]).view(2, 32).to(type);
        var exponents = tensor(scales).view(2, 4);
        Same(Accelerator.Current.ExpandCodes(codes, tensor(values), exponents, type), expected);
        Same(_plain.ExpandCodes(codes, tensor(values), exponents, type), expected);
    }

    [Test]
    public void ExpandCodes_RowsOfALargerMatrix_AreThoseRows()
    {
        var codes = arange(0, 256, 1, ScalarType.Byte).view(16, 16);
        var values = arange(0, 256, 1, ScalarType.Float32);
        Same(Accelerator.Current.ExpandCodes(codes.narrow(0, 3, 5), values, null, type), values.view(16, 16).narrow(0, 3, 5).to(type));
    }

    [Test]
    public void ExpandCodes_ScalesThatDoNotFit_AreRefused() =>
        Assert.That(() => Accelerator.Current.ExpandCodes(zeros([2, 30], ScalarType.Byte), zeros(256), zeros([2, 4], ScalarType.Byte), type),
            Throws.Exception.With.Message.Contains("do not fit"));

    private static void Same(Tensor actual, Tensor expected)
    {
        Assert.That(actual.dtype, Is.EqualTo(expected.dtype));
        Assert.That(actual.shape, Is.EqualTo(expected.shape));
        Assert.That(actual.to(float32).data<float>().ToArray(), Is.EqualTo(expected.to(float32).data<float>().ToArray()));
    }
}
