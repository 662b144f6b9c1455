using System.Numerics;

namespace PixelDiT.Imaging;

/// <summary>Porter and Duff's "over" for pixels that are not premultiplied.</summary>
internal static class AlphaBlend
{
    /// <summary>Lays RGBA pixels over RGBA pixels, in place.</summary>
    public static void Over<T>(ReadOnlySpan<T> source, Span<T> target)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var max = ulong.CreateTruncating(T.MaxValue);
        for (var i = 0; i < target.Length; i += 4)
        {
            // With alphas as whole numbers up to max:  a = s + (max - s)·t / max,  c = (s·max·cₛ + (max - s)·t·cₜ) / (a·max)
            var s = ulong.CreateTruncating(source[i + 3]) * max;
            var t = (max - ulong.CreateTruncating(source[i + 3])) * ulong.CreateTruncating(target[i + 3]);
            var sum = s + t;
            for (var c = 0; c < 3; c++)
            {
                target[i + c] = sum == 0
                    ? T.Zero
                    : T.CreateTruncating(((ulong.CreateTruncating(source[i + c]) * s) + (ulong.CreateTruncating(target[i + c]) * t) + (sum / 2)) / sum);
            }

            target[i + 3] = T.CreateTruncating((sum + (max / 2)) / max);
        }
    }
}
