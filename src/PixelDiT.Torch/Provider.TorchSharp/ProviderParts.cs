using TorchSharp;

namespace PixelDiT.Torch;

/// <summary>What the rest of this assembly asks of a provider; Native holds the other half.</summary>
internal static class ProviderParts
{
    private static readonly Lazy<bool> Loaded = new(Load);

    internal static string Name => "TorchSharp";

    internal static bool IsLoaded => Loaded.IsValueCreated;

    internal static string Version()
    {
        EnsureLoaded();
        return torch.__version__;
    }

    internal static void EnsureLoaded() => _ = Loaded.Value;

    internal static IAccelerator CreateAccelerator() => new PlainAccelerator();

    // TorchSharp has no query for device memory.
    internal static (long Total, long Free)? CudaMemory(int index) => null;

    internal static void ReleaseUnusedMemory()
    {
        // TorchSharp has no call for this either; libtorch reuses what it caches.
    }

    private static bool Load()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        torch.set_num_threads(Environment.ProcessorCount);
        return true;
    }
}
