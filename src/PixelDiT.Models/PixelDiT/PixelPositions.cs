using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>The fixed sin/cos embedding of pixel coordinates, stored patch by patch.</summary>
internal static class PixelPositions
{
    /// <summary>
    /// The first half of the channels comes from the pixel's column, the second from its row; each half holds sines, then cosines, of coordinate/10000^(k/(Dp/4)).
    /// </summary>
    /// <returns>[L, P², Dp] on the device, in the given type, outside every dispose scope.</returns>
    public static Tensor Create(int rows, int columns, PixelDiTConfig config, Device device, ScalarType type)
    {
        var (p, dp) = (config.PatchSize, config.PixelWidth);
        using var scope = NewDisposeScope();
        var byColumn = Axis(columns * p, dp / 4).view(1, 1, columns, p, dp / 2);      // [1, 1, Ws, P, Dp/2]
        var byRow = Axis(rows * p, dp / 4).view(rows, p, 1, 1, dp / 2);               // [Hs, P, 1, 1, Dp/2]
        var table = cat(
            [
                byColumn.expand(rows, p, columns, p, dp / 2),
                byRow.expand(rows, p, columns, p, dp / 2),
            ], -1)                                                                    // [Hs, P, Ws, P, Dp]
            .permute(0, 2, 1, 3, 4)                                                   // [Hs, Ws, P, P, Dp]
            .reshape(rows * columns, p * p, dp);                                      // [L, P², Dp]
        return table.to(type).to(device).clone().DetachFromDisposeScope();
    }

    /// <summary>[length, 2·frequencies] float32 on the CPU.</summary>
    private static Tensor Axis(int length, int frequencies)
    {
        var values = new float[length * 2 * frequencies];
        for (var i = 0; i < length; i++)
        {
            for (var k = 0; k < frequencies; k++)
            {
                var angle = i / Math.Pow(10000, (double)k / frequencies);
                values[(i * 2 * frequencies) + k] = (float)Math.Sin(angle);
                values[(i * 2 * frequencies) + frequencies + k] = (float)Math.Cos(angle);
            }
        }
        return tensor(values, [length, 2 * frequencies]);
    }
}
