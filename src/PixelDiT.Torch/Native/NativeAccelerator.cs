using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Native;

/// <summary>The operations in native code; on other devices than the CPU made of libtorch's own operators.</summary>
internal sealed unsafe class NativeAccelerator : IAccelerator
{
    private readonly PlainAccelerator _plain = new();

    /// <inheritdoc/>
    public Tensor RmsNorm(Tensor x, Tensor weight, double eps) => _plain.RmsNorm(x, weight, eps);

    /// <inheritdoc/>
    public Tensor RmsNormModulate(Tensor x, Tensor weight, double eps, Tensor shift, Tensor scale) =>
        _plain.RmsNormModulate(x, weight, eps, shift, scale);

    /// <inheritdoc/>
    public Tensor GatedAdd(Tensor residual, Tensor gate, Tensor value) => _plain.GatedAdd(residual, gate, value);

    /// <inheritdoc/>
    public Tensor ApplyRotaryInterleaved(Tensor x, Tensor cos, Tensor sin) => _plain.ApplyRotaryInterleaved(x, cos, sin);

    /// <inheritdoc/>
    public Tensor ApplyRotaryHalf(Tensor x, Tensor cos, Tensor sin) => _plain.ApplyRotaryHalf(x, cos, sin);

    /// <inheritdoc/>
    public Tensor SiluMul(Tensor gate, Tensor up) => _plain.SiluMul(gate, up);

    /// <inheritdoc/>
    public Tensor GeluTanhMul(Tensor gate, Tensor up) => _plain.GeluTanhMul(gate, up);

    /// <inheritdoc/>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias) => _plain.Linear(x, weight, bias);

    /// <inheritdoc/>
    public Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? mask = null, double? scale = null, double softCap = 0) =>
        Tensor.Take(
            NativeAttention.attention(
                q.Handle, k.Handle, v.Handle, Tensor.HandleOf(mask), new NativeOptionalReal(scale), softCap, out var r),
            r,
            q,
            k,
            v);

    /// <inheritdoc/>
    public Tensor FromMapped(SafeHandle owner, nint address, long[] shape, ScalarType dtype)
    {
        var held = false;
        owner.DangerousAddRef(ref held);
        var context = GCHandle.ToIntPtr(GCHandle.Alloc(owner));
        var status = NativeCreate.from_memory(
            address, shape, shape.Length, (int)dtype, (nint)(delegate* unmanaged<nint, void>)&ReleaseFromNative, context, out var r);
        if (status != 0)
        {
            Release(context);
        }

        return Tensor.Take(status, r);
    }

    // Runs on whichever thread drops the last tensor on the memory.
    [UnmanagedCallersOnly]
    private static void ReleaseFromNative(nint context) => Release(context);

    private static void Release(nint context)
    {
        var handle = GCHandle.FromIntPtr(context);
        var owner = (SafeHandle)handle.Target!;
        handle.Free();
        owner.DangerousRelease();
    }
}
