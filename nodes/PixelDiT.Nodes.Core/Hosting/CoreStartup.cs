using PixelDiT.Graph.Folders;
using PixelDiT.Graph.Packs;
using PixelDiT.Imaging;
using PixelDiT.Models;

namespace PixelDiT.Nodes.Core.Hosting;

/// <summary>Adds this pack's services when a host loads it.</summary>
internal sealed class CoreStartup : IPackStartup
{
    /// <inheritdoc />
    public void Start(PackStart start)
    {
        var services = start.Services;
        var options = services.Get<HostOptions>();
        new CoreServices
        {
            Folders = services.Get<FolderPaths>(),
            Policy = services.Get<Func<ComputePolicy>>(),
            Models = services.Get<ModelRegistry>(),
            Save = new SaveOptions { DisableMetadata = options.DisableMetadata },
            Preview = new PreviewOptions { Box = options.PreviewSize },
            Time = services.Get<TimeProvider>(),
            SavedFiles = services.Find<SavedFileLedger>(),
        }.AddTo(services);
    }
}
