namespace PixelDiT.Torch;

/// <summary>The accelerator of this build.</summary>
public static class Accelerator
{
    /// <summary>Our native kernels over the native provider, plain tensor calls over TorchSharp.</summary>
    public static IAccelerator Current { get; } = ProviderParts.CreateAccelerator();
}
