using System.Runtime.InteropServices;

namespace PixelDiT.Torch.Native;

/// <summary>Matrix products of the native library (native/torch/src/ops/linalg.cpp).</summary>
internal static partial class NativeLinearAlgebra
{
    [LibraryImport(LibTorch.Library, EntryPoint = "pt_matmul")]
    internal static partial int matmul(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mm")]
    internal static partial int mm(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_bmm")]
    internal static partial int bmm(nint self, nint batch2, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_mv")]
    internal static partial int mv(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_dot")]
    internal static partial int dot(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_vdot")]
    internal static partial int vdot(nint self, nint target, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_inner")]
    internal static partial int inner(nint self, nint vec2, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_outer")]
    internal static partial int outer(nint self, nint vec2, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_kron")]
    internal static partial int kron(nint self, nint other, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addmm")]
    internal static partial int addmm(nint self, nint mat1, nint mat2, double beta, double alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_baddbmm")]
    internal static partial int baddbmm(nint self, nint batch1, nint batch2, double beta, double alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addbmm")]
    internal static partial int addbmm(nint self, nint batch1, nint batch2, double beta, double alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addmv")]
    internal static partial int addmv(nint self, nint mat, nint vec, double beta, double alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_addr")]
    internal static partial int addr(nint self, nint vec1, nint vec2, double beta, double alpha, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_matrix_exp")]
    internal static partial int matrix_exp(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_matrix_power")]
    internal static partial int matrix_power(nint self, long n, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_inverse")]
    internal static partial int inverse(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_det")]
    internal static partial int det(nint self, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_tensordot")]
    internal static partial int tensordot(nint self, nint b, ReadOnlySpan<long> dims1, int dims1Count, ReadOnlySpan<long> dims2, int dims2Count, out nint result);

    [LibraryImport(LibTorch.Library, EntryPoint = "pt_cholesky")]
    internal static partial int cholesky(nint self, [MarshalAs(UnmanagedType.U1)] bool upper, out nint result);
}
