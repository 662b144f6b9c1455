
namespace PixelDiT.Tests.TinyModels;

/// <summary>A base directory of its own for one test class, with the tiny models in ComfyUI's folders; deleted afterwards.</summary>
internal sealed class BaseFolder : IDisposable
{
    public const string Network = "t2i_tiny.safetensors";
    public const string TextEncoder = "gemma2_tiny.safetensors";

    public BaseFolder()
    {
        var networks = Directory.CreateDirectory(System.IO.Path.Combine(Path, "models", "diffusion_models")).FullName;
        var encoders = Directory.CreateDirectory(System.IO.Path.Combine(Path, "models", "text_encoders")).FullName;
        File.Copy(TestData.File("e2e_t2i_tiny.safetensors"), System.IO.Path.Combine(networks, Network));
        File.Copy(TestData.File("gemma2_tiny.safetensors"), System.IO.Path.Combine(encoders, TextEncoder));
        File.Copy(TestData.File("tokenizer_tiny.model"), System.IO.Path.Combine(encoders, "tokenizer.model"));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("pixeldit-").FullName;

    public string Output => System.IO.Path.Combine(Path, "output");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
