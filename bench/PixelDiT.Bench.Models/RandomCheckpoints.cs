using System.Runtime.InteropServices;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Models.Tokenization;
using static TorchSharp.torch;

namespace PixelDiT.Bench.Models;

/// <summary>Full-size checkpoints of random bf16 weights: the published files' shapes and sizes without their contents.</summary>
internal static class RandomCheckpoints
{
    private static readonly SafetensorsDType BFloat16 = SafetensorsDType.Of(ScalarType.BFloat16);

    public static string WriteNetwork(string folder) =>
        Write(folder, "random_pixeldit_1300m_bf16.safetensors", PixelDiTT2IConfig.Released1300M.Parameters().Select(p => ("core." + p.Name, p.Shape)), gain: 1, tokenizer: null);

    // Gemma's files store gain - 1.
    public static string WriteTextEncoder(string folder) =>
        Write(folder, "random_gemma_2_2b_bf16.safetensors", Gemma2Config.Gemma2_2B.Parameters().Select(p => ("model." + p.Name, p.Shape)), gain: 0,
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "tokenizer_tiny.model")));

    private static string Write(string folder, string name, IEnumerable<(string Name, long[] Shape)> parameters, float gain, byte[]? tokenizer)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, name);
        if (File.Exists(path))
        {
            return path;
        }
        var tensors = parameters.Select(p => (p.Name, BFloat16, p.Shape)).ToList();
        if (tokenizer is not null)
        {
            tensors.Add((SentencePieceTokenizer.TensorName, SafetensorsDType.Of(ScalarType.Byte), [tokenizer.Length]));
        }
        using var writer = new SafetensorsWriter(path, tensors);
        var random = new Random(1);
        var buffer = new byte[1 << 22];
        while (writer.Current is { } entry)
        {
            if (entry.Name == SentencePieceTokenizer.TensorName)
            {
                writer.Write(tokenizer);
                continue;
            }
            var isNorm = entry.Name.Contains("norm", StringComparison.Ordinal);
            for (var left = entry.Length; left > 0;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
                Fill(part, random, isNorm ? gain : null);
                writer.Write(part);
                left -= part.Length;
            }
        }
        writer.Complete();
        return path;
    }

    /// <summary>Norm gains are constant; other weights are random of both signs between 2^-7 and 2^-5, so that activations keep their size.</summary>
    private static void Fill(Span<byte> bytes, Random random, float? constant)
    {
        var values = MemoryMarshal.Cast<byte, ushort>(bytes);
        if (constant is { } gain)
        {
            values.Fill((ushort)(BitConverter.SingleToUInt32Bits(gain) >> 16));
            return;
        }
        random.NextBytes(bytes);
        foreach (ref var value in values)
        {
            value = (ushort)((value & 0x80FF) | 0x3C00);
        }
    }
}
