using PixelDiT.Models.Checkpoints;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Checkpoints;

public sealed class Fp8FormatTests
{
    [Test]
    public void E5M2_EveryCode_IsTheUpperByteOfAHalf() =>
        Assert.That(Fp8Format.E5M2.Values, Is.EqualTo(Enumerable.Range(0, 256).Select(c => (float)BitConverter.UInt16BitsToHalf((ushort)(c << 8)))));

    [Test]
    public void E4M3_EveryCode_IsTheFormatsValue()
    {
        // With its exponent and mantissa moved into those of a half, a code is a half of 1/256 of its value, subnormals included.
        var expected = Enumerable.Range(0, 256).Select(c => (c & 127) == 127 ? float.NaN : 256 * (float)BitConverter.UInt16BitsToHalf((ushort)(((c & 128) << 8) | ((c & 127) << 7))));
        Assert.That(Fp8Format.E4M3.Values, Is.EqualTo(expected));
    }

    [TestCase(0x00, 0f)]
    [TestCase(0x01, 0.001953125f)]
    [TestCase(0x08, 0.015625f)]
    [TestCase(0x38, 1f)]
    [TestCase(0x7E, 448f)]
    [TestCase(0xFE, -448f)]
    [TestCase(0x7F, float.NaN)]
    [TestCase(0xFF, float.NaN)]
    public void E4M3_KnownCodes_HaveTheirValues(int code, float value) => Assert.That(Fp8Format.E4M3.Values[code], Is.EqualTo(value));

    [TestCase(128, 4)]
    [TestCase(256, 8)]
    [TestCase(192, 6)]
    [TestCase(3, 1)]
    public void BlockScaleLayout_AnySize_IsTheOrderOfTensorCores(long rows, long columns)
    {
        using var scope = NewDisposeScope();
        var shape = BlockScaleLayout.Shape(rows, columns);
        var numbers = arange(0, shape[0] * shape[1], 1, ScalarType.Int32).view(shape);
        // The rearrangement as cuBLAS' documentation draws it: tiles of 128 × 4, each as 32 lines of 4 groups.
        var stored = numbers.view(shape[0] / 128, 128, shape[1] / 4, 4).permute(0, 2, 1, 3).reshape(-1, 4, 32, 4).transpose(1, 2).reshape(-1).data<int>().ToArray();
        for (long row = 0; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
            {
                Assert.That(stored[BlockScaleLayout.Offset(row, column, columns)], Is.EqualTo((row * shape[1]) + column), $"row {row}, column {column}");
            }
        }
    }
}
