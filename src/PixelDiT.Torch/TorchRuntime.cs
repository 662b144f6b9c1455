using static TorchSharp.torch;

namespace PixelDiT.Torch;

/// <summary>What the tensor library is, when it is loaded, and how much it holds. Works under both providers.</summary>
public static class TorchRuntime
{
    /// <summary>What lies under the torch.* names: <c>native</c> or <c>TorchSharp</c>.</summary>
    public static string Provider => ProviderParts.Name;

    /// <summary>The version of libtorch, e.g. <c>1.13.1</c>. Loads it.</summary>
    public static string Version => ProviderParts.Version();

    /// <summary>Whether libtorch is in the process already; asking does not load it.</summary>
    public static bool IsLoaded => ProviderParts.IsLoaded;

    /// <summary>Live tensors of this process.</summary>
    public static long LiveTensors => Tensor.TotalCount;

    /// <summary>The most live tensors at once so far.</summary>
    public static long PeakLiveTensors => Tensor.PeakCount;

    /// <summary>
    /// Loads libtorch and sets its thread count. Takes half a second with warm files and seconds with cold ones: call it off the
    /// request path. Later calls return at once.
    /// </summary>
    /// <exception cref="DllNotFoundException">The native library or libtorch is missing.</exception>
    public static void EnsureLoaded() => ProviderParts.EnsureLoaded();

    /// <summary>Total and free memory of a CUDA device in bytes, or null where that cannot be asked.</summary>
    /// <param name="index">Index of the device.</param>
    public static (long Total, long Free)? CudaMemory(int index = 0) => ProviderParts.CudaMemory(index);

    /// <summary>Gives device memory that no tensor uses back to the driver.</summary>
    public static void ReleaseUnusedMemory() => ProviderParts.ReleaseUnusedMemory();
}
