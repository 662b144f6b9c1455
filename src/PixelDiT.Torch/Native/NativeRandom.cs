using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Random numbers in place of the native library (native/torch/src/ops/random.cpp).</summary>
internal static partial class NativeRandom
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_normal_")]
    internal static partial int normal_(nint self, double mean, double std, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_uniform_")]
    internal static partial int uniform_(nint self, double from, double to, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_random_")]
    internal static partial int random_(nint self, double from, double to, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bernoulli_")]
    internal static partial int bernoulli_(nint self, double p, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_exponential_")]
    internal static partial int exponential_(nint self, double lambda, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_log_normal_")]
    internal static partial int log_normal_(nint self, double mean, double std, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cauchy_")]
    internal static partial int cauchy_(nint self, double median, double sigma, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_geometric_")]
    internal static partial int geometric_(nint self, double p, nint generator);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bernoulli")]
    internal static partial int bernoulli(nint self, nint generator, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_multinomial")]
    internal static partial int multinomial(nint self, long num_samples, [MarshalAs(UnmanagedType.U1)] bool replacement, nint generator, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_poisson")]
    internal static partial int poisson(nint self, nint generator, out nint result);
}
