using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Sampling;

/// <summary>The noise a run starts from: float32 from the CPU generator whatever the device, so a seed means one image everywhere.</summary>
public static class InitialNoise
{
    /// <summary>Draws standard normal noise for a batch of latents.</summary>
    /// <param name="shape">Shape of the latent, [B, C, H, W].</param>
    /// <param name="seed">Seed of a fresh CPU generator.</param>
    /// <param name="batchIndex">
    /// Null draws the batch in one call. Otherwise one non-negative index per row (ComfyUI's <c>batch_index</c>): single latents are drawn
    /// one after the other and row i gets number batchIndex[i], so equal indices share their noise.
    /// </param>
    /// <returns>[B, C, H, W], float32, CPU, a new tensor in the caller's dispose scope.</returns>
    /// <exception cref="SamplingSettingException">The indices do not match the batch or one is negative.</exception>
    public static Tensor Draw(IReadOnlyList<long> shape, ulong seed, IReadOnlyList<long>? batchIndex = null)
    {
        long[] size = [.. shape];
        using var generator = new Generator(seed, CPU);
        if (batchIndex is null)
        {
            return randn(size, ScalarType.Float32, CPU, generator: generator);
        }
        if (batchIndex.Count != size[0] || batchIndex.Any(i => i < 0))
        {
            throw new SamplingSettingException(
                "batch_index", $"[{string.Join(", ", batchIndex)}]", $"{size[0]} non-negative indices, one per latent");
        }
        using var scope = NewDisposeScope();
        size[0] = 1;
        var drawn = new Dictionary<long, Tensor>();
        var wanted = batchIndex.ToHashSet();
        for (long i = 0, last = batchIndex.Max(); i <= last; i++)
        {
            var one = randn(size, ScalarType.Float32, CPU, generator: generator);
            if (wanted.Contains(i))
            {
                drawn[i] = one;
            }
            else
            {
                one.Dispose();
            }
        }
        return cat([.. batchIndex.Select(i => drawn[i])], 0).MoveToOuterDisposeScope();
    }
}
