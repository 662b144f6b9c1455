using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PixelDiT.Torch;

/// <summary>
/// Operations that models are built from and that TorchSharp lacks in fused form. Every result is a new tensor in the current
/// dispose scope; no operand is changed. Results of different accelerators differ by rounding only.
/// </summary>
public interface IAccelerator
{
    /// <summary>x / rms(x) · weight over the last dimension. Statistics and gain in float32, rounded once to x's type.</summary>
    /// <param name="x">[..., D], any strides.</param>
    /// <param name="weight">[D], any floating point type.</param>
    /// <param name="eps">Added to the mean square.</param>
    Tensor RmsNorm(Tensor x, Tensor weight, double eps);

    /// <summary>RmsNorm(x) · (1 + scale) + shift, in float32, rounded once to x's type.</summary>
    /// <param name="x">[..., D], any strides.</param>
    /// <param name="weight">[D], any floating point type.</param>
    /// <param name="eps">Added to the mean square.</param>
    /// <param name="shift">Broadcastable to x.</param>
    /// <param name="scale">Broadcastable to x.</param>
    Tensor RmsNormModulate(Tensor x, Tensor weight, double eps, Tensor shift, Tensor scale);

    /// <summary>residual + gate · value, in float32, rounded once to the residual's type.</summary>
    /// <param name="residual">[..., D].</param>
    /// <param name="gate">Broadcastable to the residual.</param>
    /// <param name="value">The residual's shape.</param>
    Tensor GatedAdd(Tensor residual, Tensor gate, Tensor value);

    /// <summary>Rotates the pairs (2i, 2i + 1) of each position by its angles, in float32.</summary>
    /// <param name="x">[B, H, L, dh], any strides.</param>
    /// <param name="cos">[L, dh / 2] float32.</param>
    /// <param name="sin">[L, dh / 2] float32.</param>
    Tensor ApplyRotaryInterleaved(Tensor x, Tensor cos, Tensor sin);

    /// <summary>Rotates the pairs (i, i + dh / 2) of each position by its angles, in float32.</summary>
    /// <param name="x">[B, H, L, dh], any strides.</param>
    /// <param name="cos">[L, dh / 2] float32.</param>
    /// <param name="sin">[L, dh / 2] float32.</param>
    Tensor ApplyRotaryHalf(Tensor x, Tensor cos, Tensor sin);

    /// <summary>silu(gate) · up, in float32, rounded once.</summary>
    Tensor SiluMul(Tensor gate, Tensor up);

    /// <summary>gelu(gate) · up with the tanh approximation, in float32, rounded once.</summary>
    Tensor GeluTanhMul(Tensor gate, Tensor up);

    /// <summary>
    /// x × weightᵀ + bias. A weight of another type than x is converted in pieces of bounded size, so that no second copy of it
    /// comes into being.
    /// </summary>
    /// <param name="x">[..., in].</param>
    /// <param name="weight">[out, in], any floating point type.</param>
    /// <param name="bias">[out] or null.</param>
    Tensor Linear(Tensor x, Tensor weight, Tensor? bias);

    /// <summary>
    /// values[codes], times 2^(blockScales - 127) where there are block scales (255 stands for NaN): weights of one byte an element written out, rounded once.
    /// </summary>
    /// <param name="codes">uint8, packed; [R, C] with block scales, else of any shape.</param>
    /// <param name="values">[256] float32.</param>
    /// <param name="blockScales">[R, C / n] uint8, packed: one for each n neighbours of a row; or null.</param>
    /// <param name="type">Any floating point type.</param>
    Tensor ExpandCodes(Tensor codes, Tensor values, Tensor? blockScales, ScalarType type);

    /// <summary>
    /// softmax(scale · q × kᵀ + mask) × v with the softmax in float32. Memory stays bounded for any length. The result is stored
    /// [B, L, H, dh] where possible, so that <c>transpose(1, 2).reshape(B, L, H · dh)</c> costs nothing.
    /// </summary>
    /// <param name="q">[B, H, L, dh].</param>
    /// <param name="k">[B, Hk, S, dh]; Hk divides H, neighbouring query heads share a key head.</param>
    /// <param name="v">[B, Hk, S, dh].</param>
    /// <param name="mask">Broadcastable to [B, H, L, S]; boolean: true attends; else added to the scores.</param>
    /// <param name="scale">Default: 1 / √dh.</param>
    /// <param name="softCap">Above 0: scores become softCap · tanh(scores / softCap) before the mask.</param>
    Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? mask = null, double? scale = null, double softCap = 0);

    /// <summary>
    /// A CPU tensor over memory that somebody else owns, e.g. a mapped file: read-only by agreement. The owner is kept alive
    /// until the last tensor on the memory is gone. A copy where the tensor library cannot adopt memory.
    /// </summary>
    /// <param name="owner">Owner of the memory; its reference count is raised.</param>
    /// <param name="address">First byte, aligned to the element size.</param>
    /// <param name="shape">Sizes; elements are packed in order.</param>
    /// <param name="dtype">Element type.</param>
    Tensor FromMapped(SafeHandle owner, nint address, long[] shape, ScalarType dtype);
}
