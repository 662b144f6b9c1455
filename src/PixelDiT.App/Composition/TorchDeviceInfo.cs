using PixelDiT.Server.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.App.Composition;

/// <summary>
/// Device facts from the tensor library once it is loaded; the machine's memory before that, since a look must not load it.
/// The library does not tell the memory of a GPU: those figures are 0.
/// </summary>
/// <param name="forceCpu">True when GPUs are not to be used.</param>
internal sealed class TorchDeviceInfo(bool forceCpu) : IDeviceInfo
{
    private volatile bool _loaded;

    /// <inheritdoc />
    public string LibraryVersion => _loaded ? $"libtorch {__version__}" : "libtorch";

    /// <summary>The library is loaded: from now on it may be asked.</summary>
    public void LibraryIsLoaded() => _loaded = true;

    /// <inheritdoc />
    public IReadOnlyList<DeviceFacts> GetDevices()
    {
        if (_loaded && !forceCpu && cuda.is_available())
        {
            return [.. Enumerable.Range(0, cuda.device_count()).Select(i => new DeviceFacts($"cuda:{i}", "cuda", i, 0, 0, 0, 0))];
        }

        var (total, free) = MachineMemory.Read();
        return [new DeviceFacts("cpu", "cpu", null, total, free, total, free)];
    }
}
