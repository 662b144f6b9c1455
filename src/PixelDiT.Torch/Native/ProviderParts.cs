using PixelDiT.Torch.Native;

namespace PixelDiT.Torch;

/// <summary>What the rest of this assembly asks of a provider; Provider.TorchSharp holds the other half.</summary>
internal static class ProviderParts
{
    internal static string Name => "native";

    internal static bool IsLoaded => LibTorch.IsLoaded;

    internal static string Version() => LibTorch.Version();

    internal static void EnsureLoaded() => LibTorch.EnsureLoaded();

    internal static IAccelerator CreateAccelerator() => new NativeAccelerator();

    internal static (long Total, long Free)? CudaMemory(int index)
    {
        if (index >= TorchSharp.torch.cuda.device_count())
        {
            return null;
        }

        LibTorch.Check(NativeDevice.cuda_memory(index, out var free, out var total));
        return (total, free);
    }

    internal static void ReleaseUnusedMemory()
    {
        if (IsLoaded)
        {
            LibTorch.Check(NativeDevice.cuda_empty_cache());
        }
    }
}
