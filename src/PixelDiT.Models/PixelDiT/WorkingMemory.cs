namespace PixelDiT.Models.PixelDiT;

/// <summary>Estimates the largest sum of activations that are alive at once.</summary>
internal static class WorkingMemory
{
    // Attention holds its scores for a bounded piece of the queries: 16 Mi values, as float32 and in the compute type, before and after softmax.
    private const long ScorePiece = 16L << 20;
    private const long ScoreBytes = 12;

    // What libraries and the allocator hold on to besides: 180 MB at 256² and 316 MB at 512² were measured in bf16 on the CPU, estimated are 204 and 446.
    private const long Overhead = 128L << 20;

    /// <summary>Bytes for one evaluation; <paramref name="tokens"/> run through the patch blocks beside those of the patches.</summary>
    public static long Bytes(PixelDiTConfig config, long elementBytes, long batch, long height, long width, long tokens)
    {
        var patches = height / config.PatchSize * (width / config.PatchSize);
        var sequence = patches + tokens;

        // Streams, their normed copies, q, k, v and the joint copies of them; or gate, up and product of the MLP.
        var patchPath = batch * sequence * elementBytes * ((4L * config.Width) + Math.Max(8L * config.Width, 3L * config.MlpWidth));
        var scores = ScoreBytes * Math.Min(ScorePiece, batch * config.Heads * patches * sequence);

        var flat = batch * patches * config.PatchPixels * config.PixelWidth;
        var modulation = Math.Min(6 * flat * elementBytes, PiTBlock.ModulationBudgetBytes);
        // Pixels, their normed copy, attention's result, sums and products of it; at the end the same in float32, three times.
        var pixelPath = modulation + PiTBlock.MlpBudgetBytes + (flat * Math.Max(6 * elementBytes, elementBytes + 12));
        return Overhead + scores + Math.Max(patchPath, pixelPath);
    }
}
