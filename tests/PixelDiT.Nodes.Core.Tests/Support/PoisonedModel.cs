using System.Buffers.Binary;
using System.Text.Json.Nodes;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Support;

/// <summary>The tiny network with one NaN among its weights.</summary>
internal static class PoisonedModel
{
    public static void Write(string path)
    {
        // u64 header length | JSON header with data_offsets | tensors
        var bytes = File.ReadAllBytes(TestData.File("e2e_t2i_tiny.safetensors"));
        var header = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var offsets = JsonNode.Parse(bytes.AsSpan(8, header))!["core.final_layer.linear.bias"]!["data_offsets"]!;
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + header + (int)offsets[0]!), float.NaN);
        File.WriteAllBytes(path, bytes);
    }
}
