using PixelDiT.Server.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.App.Composition;

/// <summary>Device facts from the tensor library once it is loaded; the machine's memory before that, since a look must not load it.</summary>
internal sealed class TorchDeviceInfo : IDeviceInfo
{
    private volatile bool _loaded;

    /// <inheritdoc />
    public string LibraryVersion => _loaded ? $"libtorch {__version__}" : "libtorch";

    /// <summary>The library is loaded: from now on it may be asked.</summary>
    public void LibraryIsLoaded() => _loaded = true;

    /// <inheritdoc />
    public IReadOnlyList<DeviceFacts> GetDevices()
    {
        var (total, free) = MachineMemory.Read();
        return [new DeviceFacts("cpu", "cpu", null, total, free, total, free)];
    }
}
