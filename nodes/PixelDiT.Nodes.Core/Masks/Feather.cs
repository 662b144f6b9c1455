using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Masks;

/// <summary>Soft edges.</summary>
internal static class Feather
{
    /// <summary>
    /// Factors for one side of a picture, [length]: 1/before, 2/before … over its first elements, the same over its last, 1 between them. Where both
    /// overlap, they are multiplied. In the caller's dispose scope.
    /// </summary>
    public static Tensor Factors(long length, long before, long after)
    {
        var factors = new float[length];
        Array.Fill(factors, 1);
        for (var i = 0; i < Math.Min(before, length); i++)
        {
            factors[i] *= (float)((i + 1.0) / before);
        }
        for (var i = 0; i < Math.Min(after, length); i++)
        {
            factors[length - 1 - i] *= (float)((i + 1.0) / after);
        }
        return tensor(factors);
    }
}
