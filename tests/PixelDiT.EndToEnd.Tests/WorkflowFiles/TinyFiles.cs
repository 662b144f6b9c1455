using System.Text;
using System.Text.Json.Nodes;
using PixelDiT.Tests;

namespace PixelDiT.EndToEnd.Tests.WorkflowFiles;

/// <summary>What workflows need beside the tiny text-to-image models.</summary>
internal static class TinyFiles
{
    public const string ClassModel = "c2i_tiny.safetensors";
    public const string Lora = "lora_tiny.safetensors";

    /// <summary>Puts a class-conditional network, a LoRA and an example picture into a base directory.</summary>
    public static void AddTo(string baseDirectory)
    {
        File.Copy(TestData.File(ClassModel), Path.Combine(baseDirectory, "models", "diffusion_models", ClassModel));
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(baseDirectory, "models", "loras")).FullName, Lora), LoraFile());
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(baseDirectory, "input")).FullName, "example.png"), ExampleImage.Png(32, 24));
    }

    // A LoRA of rank 2 for one 64x64 layer of the tiny network: u64 header length | JSON header | tensors
    private static byte[] LoraFile()
    {
        const string layer = "diffusion_model.patch_blocks.0.attn.proj_x";
        const int bytes = 2 * 64 * sizeof(float);
        JsonObject Entry(int rows, int columns, int offset) => new()
        {
            ["dtype"] = "F32", ["shape"] = new JsonArray(rows, columns), ["data_offsets"] = new JsonArray(offset, offset + bytes),
        };
        var header = Encoding.UTF8.GetBytes(new JsonObject { [$"{layer}.lora_A.weight"] = Entry(2, 64, 0), [$"{layer}.lora_B.weight"] = Entry(64, 2, bytes) }.ToJsonString());
        var values = Enumerable.Range(0, 4 * 64).SelectMany(i => BitConverter.GetBytes((i % 7) / 20f));
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. values];
    }
}
