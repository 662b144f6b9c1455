using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Random number generators of the native library (native/torch/src/random.cpp).</summary>
internal static partial class NativeGenerator
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_new")]
    internal static partial int generator_new(ulong seed, int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_default")]
    internal static partial int generator_default(int deviceKind, int deviceIndex, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_seed")]
    internal static partial int generator_seed(nint self, ulong seed);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_initial_seed")]
    internal static partial int generator_initial_seed(nint self, out ulong result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_get_state")]
    internal static partial int generator_get_state(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_set_state")]
    internal static partial int generator_set_state(nint self, nint state);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_manual_seed")]
    internal static partial int manual_seed(ulong seed);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_generator_free")]
    internal static partial void generator_free(nint self);
}
