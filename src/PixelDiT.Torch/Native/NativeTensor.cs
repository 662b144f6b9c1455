using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Tensor handles: lifetime, description, data, conversion of the native library (native/torch/src/tensor.cpp).</summary>
internal static partial class NativeTensor
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_list_at")]
    internal static partial int list_at(nint self, int index, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_describe")]
    internal static partial int describe(nint self, out NativeDescription result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_sizes")]
    internal static partial int sizes(nint self, Span<long> result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_strides")]
    internal static partial int strides(nint self, Span<long> result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_size")]
    internal static partial int size(nint self, long dim, out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_stride")]
    internal static partial int stride(nint self, long dim, out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_data_pointer")]
    internal static partial int data_pointer(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_item")]
    internal static partial int item(nint self, out NativeScalar result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_is_pinned")]
    internal static partial int is_pinned(nint self, out long result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_pin_memory")]
    internal static partial int pin_memory(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_to")]
    internal static partial int to(nint self, int dtype, int deviceKind, int deviceIndex, [MarshalAs(UnmanagedType.U1)] bool copy, [MarshalAs(UnmanagedType.U1)] bool nonBlocking, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_copy_")]
    internal static partial int copy_(nint self, nint source, [MarshalAs(UnmanagedType.U1)] bool nonBlocking);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_set_")]
    internal static partial int set_(nint self, nint source);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_real")]
    internal static partial int real(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_imag")]
    internal static partial int imag(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_to_dense")]
    internal static partial int to_dense(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_rename_", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rename_(nint self, string names);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int index(nint self, string kinds, ReadOnlySpan<long> values, ReadOnlySpan<nint> tensors, int count, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_put_", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int index_put_(nint self, string kinds, ReadOnlySpan<long> values, ReadOnlySpan<nint> tensors, int count, nint value, [MarshalAs(UnmanagedType.U1)] bool accumulate);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_index_put_number_", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int index_put_number_(nint self, string kinds, ReadOnlySpan<long> values, ReadOnlySpan<nint> tensors, int count, NativeScalar value);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tensor_free")]
    internal static partial void tensor_free(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_list_size")]
    internal static partial int list_size(nint self);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_list_free")]
    internal static partial void list_free(nint self);
}
