using System.Buffers.Binary;
using System.Text.Json.Nodes;
using PixelDiT.Tests;

namespace PixelDiT.EndToEnd.Tests;

/// <summary>The pixels that the reference implementation saves, from <c>e2e_cases.safetensors</c>.</summary>
internal static class ReferencePixels
{
    /// <summary>Rows of RGB bytes of one case.</summary>
    public static byte[] Of(int index)
    {
        var file = File.ReadAllBytes(TestData.File("e2e_cases.safetensors"));
        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var range = JsonNode.Parse(file.AsSpan(8, headerLength))![$"case{index}.uint8"]!["data_offsets"]!;
        return file[(8 + headerLength + (int)range[0]!)..(8 + headerLength + (int)range[1]!)];
    }

    /// <summary>Asserts that two images differ nowhere by more than one level.</summary>
    public static void AssertClose(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        Assert.That(actual.Length, Is.EqualTo(expected.Length), "number of samples");
        var worst = 0;
        for (var i = 0; i < actual.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(actual[i] - expected[i]));
        }
        Assert.That(worst, Is.LessThanOrEqualTo(1), "largest difference in levels");
    }
}
