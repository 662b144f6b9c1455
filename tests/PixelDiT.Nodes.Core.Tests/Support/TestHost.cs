using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Models;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Tests;

namespace PixelDiT.Nodes.Core.Tests.Support;

/// <summary>A host with a base directory of its own, which is deleted at the end; models compute in float32 on the CPU.</summary>
internal sealed class TestHost : IDisposable
{
    public TestHost(SaveOptions? save = null, PreviewOptions? preview = null, TimeProvider? time = null)
    {
        Folders = new FolderPaths(new FolderOptions { BaseDirectory = Directory.CreateTempSubdirectory("pixeldit-nodes-").FullName });
        foreach (var folder in new[] { "diffusion_models", "text_encoders", "loras" }.Select(f => Path.Combine(Folders.Models, f)).Prepend(Folders.Input))
        {
            Directory.CreateDirectory(folder);
        }
        Core = new CoreServices
        {
            Folders = Folders,
            Policy = () => ComputePolicy.Create(new ComputeFlags { ForceCpu = true, ForceFp32 = true }),
            Save = save ?? new SaveOptions(),
            Preview = preview ?? new PreviewOptions(),
            Time = time ?? TimeProvider.System,
        };
        Services = Core.AddTo(new NodeServices());
        CorePack.AddTo(Registry);
    }

    public FolderPaths Folders { get; }

    public CoreServices Core { get; }

    public NodeServices Services { get; }

    public NodeRegistry Registry { get; } = new();

    public FakeContext Context(bool previews = false, int cancelAfterReports = int.MaxValue) =>
        new(Services) { Previews = previews, CancelAfterReports = cancelAfterReports };

    /// <summary>Puts the tiny network, text encoder and tokenizer of the reference data where the loaders look.</summary>
    public TestHost WithTinyModels(string network = "tiny.safetensors", string textEncoder = "gemma2_tiny.safetensors")
    {
        File.Copy(TestData.File("e2e_t2i_tiny.safetensors"), ModelPath("diffusion_models", network));
        File.Copy(TestData.File("gemma2_tiny.safetensors"), ModelPath("text_encoders", textEncoder));
        File.Copy(TestData.File("tokenizer_tiny.model"), ModelPath("text_encoders", "tokenizer.model"));
        return this;
    }

    public string ModelPath(string folder, string name) => Path.Combine(Folders.Models, folder, name);

    public void Dispose()
    {
        Core.Models.UnloadAll();
        Directory.Delete(Folders.Base, recursive: true);
    }
}
