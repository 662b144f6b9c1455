using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Torch.Native;

/// <summary>The operations in native code; on other devices than the CPU made of libtorch's own operators.</summary>
internal sealed unsafe class NativeAccelerator : IAccelerator
{
    /// <inheritdoc/>
    public Tensor RmsNorm(Tensor x, Tensor weight, double eps) =>
        Tensor.Take(NativeFused.rms_norm(x.Handle, weight.Handle, eps, out var r), r, x, weight);

    /// <inheritdoc/>
    public Tensor RmsNormModulate(Tensor x, Tensor weight, double eps, Tensor shift, Tensor scale)
    {
        var status = NativeFused.rms_norm_modulate(x.Handle, weight.Handle, eps, shift.Handle, scale.Handle, out var r);
        return Tensor.Take(status, r, x, shift, scale, keep: weight);
    }

    /// <inheritdoc/>
    public Tensor GatedAdd(Tensor residual, Tensor gate, Tensor value) =>
        Tensor.Take(NativeFused.gated_add(residual.Handle, gate.Handle, value.Handle, out var r), r, residual, gate, value);

    /// <inheritdoc/>
    public Tensor ApplyRotaryInterleaved(Tensor x, Tensor cos, Tensor sin) =>
        Tensor.Take(NativeFused.rotary_interleaved(x.Handle, cos.Handle, sin.Handle, out var r), r, x, cos, sin);

    /// <inheritdoc/>
    public Tensor ApplyRotaryHalf(Tensor x, Tensor cos, Tensor sin) =>
        Tensor.Take(NativeFused.rotary_half(x.Handle, cos.Handle, sin.Handle, out var r), r, x, cos, sin);

    /// <inheritdoc/>
    public Tensor SiluMul(Tensor gate, Tensor up) =>
        Tensor.Take(NativeFused.silu_mul(gate.Handle, up.Handle, out var r), r, gate, up);

    /// <inheritdoc/>
    public Tensor GeluTanhMul(Tensor gate, Tensor up) =>
        Tensor.Take(NativeFused.gelu_tanh_mul(gate.Handle, up.Handle, out var r), r, gate, up);

    /// <inheritdoc/>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias) =>
        Tensor.Take(
            NativeFused.linear_any(x.Handle, weight.Handle, Tensor.HandleOf(bias), out var r), r, x, weight, bias);

    /// <inheritdoc/>
    public Tensor ExpandCodes(Tensor codes, Tensor values, Tensor? blockScales, ScalarType type) =>
        Tensor.Take(
            NativeFused.expand_codes(codes.Handle, values.Handle, Tensor.HandleOf(blockScales), (int)type, out var r), r, codes, values, blockScales);

    /// <inheritdoc/>
    public Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? mask = null, double? scale = null, double softCap = 0) =>
        Tensor.Take(
            NativeAttention.attention(
                q.Handle, k.Handle, v.Handle, Tensor.HandleOf(mask), new NativeOptionalReal(scale), softCap, out var r),
            r,
            q,
            k,
            v,
            keep: mask);

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
