using System.Runtime.InteropServices;
using PixelDiT.Imaging;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Images.Resampling;

/// <summary>
/// ComfyUI's <c>lanczos</c>: Pillow's LANCZOS on bytes. Values become bytes (255·x, cut, fractions dropped); a sinc window of three lobes, widened
/// when shrinking, runs over the rows, then over the columns, with weights of 22 fractional bits and bytes in between; alpha is multiplied into the
/// colours before and divided out afterwards. The result is Pillow's to the last bit.
/// </summary>
internal static class Lanczos
{
    private const int FractionBits = 22;
    private const double Lobes = 3;

    /// <summary>Resizes [B, 1, 3 or 4, H, W] to [B, C, height, width]; in the caller's dispose scope.</summary>
    public static Tensor Resize(Tensor planes, long width, long height, CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        var (channels, oldHeight, oldWidth) = ((int)planes.shape[1], planes.shape[2], planes.shape[3]);
        var bytes = (planes.permute(0, 2, 3, 1) * 255f).clamp(0, 255).to(ScalarType.Byte).contiguous(); // [B, H, W, C]
        var across = width == oldWidth ? null : Window.Of((int)oldWidth, (int)width);
        var down = height == oldHeight ? null : Window.Of((int)oldHeight, (int)height);
        // An image that keeps its size is not touched at all.
        var premultiplied = channels == 4 && (across is not null || down is not null);
        var result = empty([planes.shape[0], height, width, channels], ScalarType.Float32);
        for (var i = 0L; i < planes.shape[0]; i++)
        {
            using var one = NewDisposeScope();
            var picture = bytes.select(0, i);
            if (premultiplied)
            {
                ForEachRow(picture, MultiplyAlpha, cancellation);
            }
            if (across is not null)
            {
                picture = Across(picture, across, channels, cancellation);
            }
            if (down is not null)
            {
                picture = Down(picture, down, cancellation);
            }
            if (premultiplied)
            {
                ForEachRow(picture, DivideAlpha, cancellation);
            }
            Store(picture, result.select(0, i));
        }
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    private static Tensor Across(Tensor picture, Window[] windows, int channels, CancellationToken cancellation)
    {
        var result = empty([picture.shape[0], windows.Length, channels], ScalarType.Byte);
        for (var y = 0L; y < picture.shape[0]; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var from = picture.select(0, y);
            using var to = result.select(0, y);
            var source = from.bytes;
            var target = to.bytes;
            for (var x = 0; x < windows.Length; x++)
            {
                var (first, weights) = windows[x];
                for (var c = 0; c < channels; c++)
                {
                    var sum = 1 << (FractionBits - 1);
                    for (var i = 0; i < weights.Length; i++)
                    {
                        sum += source[((first + i) * channels) + c] * weights[i];
                    }
                    target[(x * channels) + c] = ToByte(sum);
                }
            }
        }
        return result;
    }

    private static Tensor Down(Tensor picture, Window[] windows, CancellationToken cancellation)
    {
        var result = empty([windows.Length, picture.shape[1], picture.shape[2]], ScalarType.Byte);
        var sums = new int[picture.shape[1] * picture.shape[2]];
        for (var y = 0; y < windows.Length; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Fill(sums, 1 << (FractionBits - 1));
            var (first, weights) = windows[y];
            for (var i = 0; i < weights.Length; i++)
            {
                using var from = picture.select(0, first + i);
                var source = from.bytes;
                for (var x = 0; x < sums.Length; x++)
                {
                    sums[x] += source[x] * weights[i];
                }
            }
            using var to = result.select(0, y);
            var target = to.bytes;
            for (var x = 0; x < sums.Length; x++)
            {
                target[x] = ToByte(sums[x]);
            }
        }
        return result;
    }

    private static void Store(Tensor picture, Tensor result)
    {
        for (var y = 0L; y < picture.shape[0]; y++)
        {
            using var from = picture.select(0, y);
            using var to = result.select(0, y);
            PixelConvert.ToUnit(from.bytes, MemoryMarshal.Cast<byte, float>(to.bytes));
        }
    }

    private delegate void RowChange(Span<byte> rgba);

    private static void ForEachRow(Tensor picture, RowChange change, CancellationToken cancellation)
    {
        for (var y = 0L; y < picture.shape[0]; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var row = picture.select(0, y);
            change(row.bytes);
        }
    }

    private static void MultiplyAlpha(Span<byte> rgba)
    {
        for (var i = 0; i < rgba.Length; i++)
        {
            if (i % 4 != 3)
            {
                // c · alpha / 255, rounded.
                var product = (rgba[i] * rgba[i | 3]) + 128;
                rgba[i] = (byte)(((product >> 8) + product) >> 8);
            }
        }
    }

    private static void DivideAlpha(Span<byte> rgba)
    {
        for (var i = 0; i < rgba.Length; i++)
        {
            if (i % 4 != 3 && rgba[i | 3] is > 0 and < 255 and var alpha)
            {
                rgba[i] = (byte)Math.Min(255 * rgba[i] / alpha, 255);
            }
        }
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> FractionBits, 0, 255);

    // The source pixels that one result pixel is made of, and their shares in units of 2^-22.
    private sealed record Window(int First, int[] Weights)
    {
        public static Window[] Of(int from, int to)
        {
            var scale = (double)from / to;
            var stretch = Math.Max(scale, 1);
            var reach = Lobes * stretch;
            var windows = new Window[to];
            for (var i = 0; i < to; i++)
            {
                var centre = (i + 0.5) * scale;
                var first = (int)Math.Max(centre - reach + 0.5, 0);
                var last = (int)Math.Min(centre + reach + 0.5, from);
                var weights = new double[last - first];
                for (var x = 0; x < weights.Length; x++)
                {
                    weights[x] = Kernel((x + first - centre + 0.5) / stretch);
                }
                var sum = weights.Sum();
                windows[i] = new Window(first, Array.ConvertAll(weights, w => Fixed(w / sum)));
            }
            return windows;
        }

        private static int Fixed(double weight) => (int)((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5));

        private static double Kernel(double x) => x is >= -Lobes and < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

        private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
    }
}
