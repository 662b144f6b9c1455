using PixelDiT.Graph.Nodes;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using PixelDiT.Nodes.PixelDiT.Loaders;
using PixelDiT.Nodes.PixelDiT.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.PixelDiT.Tests.Support;

/// <summary>Values of the tiny models, as the pack's own nodes give them.</summary>
internal static class Tiny
{
    public const string Network = "tiny.safetensors";
    public const string TextEncoder = "gemma2_tiny.safetensors";

    public static (Model Model, Clip Clip) Load(TestHost host)
    {
        var outputs = new PixelDiTModelLoader { ModelName = Network, TextEncoder = TextEncoder }.Run(host.Context()).Outputs;
        return ((Model)outputs[0]!, (Clip)outputs[1]!);
    }

    /// <summary>Encoded texts; the caller disposes the embeddings.</summary>
    public static (Conditioning Positive, Conditioning Negative) Encode(TestHost host, Clip clip, string positive, string negative)
    {
        var outputs = new PixelDiTTextEncoder { Clip = clip, Positive = positive, Negative = negative }.Run(host.Context()).Outputs;
        return ((Conditioning)outputs[0]!, (Conditioning)outputs[1]!);
    }

    /// <summary>The lines that a node has to say.</summary>
    public static string[] Lines(NodeResult result) => [.. result.Ui?["text"]!.AsArray().Select(l => (string)l!) ?? []];

    public static void Free(params Conditioning[] conditionings)
    {
        foreach (var resource in conditionings.SelectMany(c => c.Resources))
        {
            resource.Dispose();
        }
    }

    /// <summary>Random values that belong to no 8-bit image.</summary>
    public static Tensor Picture(int batch, int height, int width, int channels = 3)
    {
        using var generator = new Generator(11, CPU);
        return rand([batch, height, width, channels], ScalarType.Float32, CPU, generator: generator);
    }

    /// <summary>A copy of an output that belongs to the test's dispose scope.</summary>
    public static Tensor Scoped(object? output)
    {
        using var tensor = (Tensor)output!;
        return tensor.clone();
    }

    public static bool Same(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.shape.SequenceEqual(b.shape) && a.contiguous().bytes.SequenceEqual(b.contiguous().bytes);
    }
}
