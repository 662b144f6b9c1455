using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>What the network adds for one image size: all of it depends on the size alone, not on weights or input.</summary>
/// <param name="Patches">Rotary table of the patch blocks' image stream.</param>
/// <param name="Compressed">Rotary table of the pixel blocks' attention.</param>
/// <param name="Pixels">[L, P², Dp], in the compute type.</param>
internal sealed record ImagePositions(RotaryTable Patches, RotaryTable Compressed, Tensor Pixels) : IDisposable
{
    public void Dispose()
    {
        Patches.Dispose();
        Compressed.Dispose();
        Pixels.Dispose();
    }
}

/// <summary>Position tables of the sizes used last. A sampling run asks for one size at every step; few sizes are in use at a time.</summary>
internal sealed class PositionCache(PixelDiTConfig config, Device device, ScalarType computeType) : IDisposable
{
    // At 1024² an entry takes 34 MB in bf16.
    private const int Capacity = 3;

    private readonly LinkedList<((int Rows, int Columns) Size, ImagePositions Positions)> _images = new();
    private readonly LinkedList<(int Length, RotaryTable Table)> _texts = new();

    /// <summary>Tables for a grid of patches; they stay owned by the cache and valid until the next call.</summary>
    public ImagePositions Image(int rows, int columns) => Get(_images, (rows, columns), () => new ImagePositions(
        RotaryTable.Image(rows, columns, config.HeadWidth, device),
        RotaryTable.Image(rows, columns, config.PixelHeadWidth, device),
        PixelPositions.Create(rows, columns, config, device, computeType)));

    /// <summary>Table for a text of some length; it stays owned by the cache and valid until the next call.</summary>
    public RotaryTable Text(int length) => Get(_texts, length, () => RotaryTable.Text(length, config.HeadWidth, device));

    public void Dispose()
    {
        foreach (var (_, positions) in _images)
        {
            positions.Dispose();
        }
        foreach (var (_, table) in _texts)
        {
            table.Dispose();
        }
        _images.Clear();
        _texts.Clear();
    }

    private static TValue Get<TKey, TValue>(LinkedList<(TKey Key, TValue Value)> entries, TKey key, Func<TValue> create)
        where TKey : notnull
        where TValue : IDisposable
    {
        var node = entries.First;
        while (node is not null && !node.Value.Key.Equals(key))
        {
            node = node.Next;
        }
        if (node is null)
        {
            if (entries.Count >= Capacity)
            {
                entries.Last!.Value.Value.Dispose();
                entries.RemoveLast();
            }
            node = new LinkedListNode<(TKey, TValue)>((key, create()));
        }
        else
        {
            entries.Remove(node);
        }
        entries.AddFirst(node);
        return node.Value.Value;
    }
}
