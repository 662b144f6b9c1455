using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace PixelDiT.Torch;

/// <summary>The operations in TorchSharp calls only: the meaning that every other accelerator is tested against.</summary>
public sealed class PlainAccelerator : IAccelerator
{
    // Pieces of a score matrix: 16 Mi float32 = 64 MiB; of a weight in another type: 16 Mi elements.
    private const long PieceElements = 16L << 20;

    private static readonly float[] BlockScaleValues = [.. Enumerable.Range(0, 255).Select(i => MathF.ScaleB(1, i - 127)), float.NaN];

    /// <inheritdoc/>
    public Tensor RmsNorm(Tensor x, Tensor weight, double eps)
    {
        using var scope = NewDisposeScope();
        return Normalised(x, weight, eps).to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor RmsNormModulate(Tensor x, Tensor weight, double eps, Tensor shift, Tensor scale)
    {
        using var scope = NewDisposeScope();
        var gain = scale.to(float32).add(1);
        return Normalised(x, weight, eps).mul(gain).add(shift.to(float32)).to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor GatedAdd(Tensor residual, Tensor gate, Tensor value)
    {
        using var scope = NewDisposeScope();
        return gate.to(float32).mul(value.to(float32)).add(residual.to(float32)).to(residual.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor ApplyRotaryInterleaved(Tensor x, Tensor cos, Tensor sin)
    {
        using var scope = NewDisposeScope();
        var pairs = x.to(float32).unflatten(-1, [-1, 2]);                  // [B, H, L, dh/2, 2]
        var even = pairs.select(-1, 0);
        var odd = pairs.select(-1, 1);
        var rotated = stack([even.mul(cos).sub(odd.mul(sin)), even.mul(sin).add(odd.mul(cos))], -1);
        return rotated.flatten(-2).to(x.dtype).MoveToOuterDisposeScope();  // [B, H, L, dh]
    }

    /// <inheritdoc/>
    public Tensor ApplyRotaryHalf(Tensor x, Tensor cos, Tensor sin)
    {
        using var scope = NewDisposeScope();
        var halves = x.to(float32).chunk(2, -1);                           // 2 × [B, H, L, dh/2]
        var first = halves[0];
        var second = halves[1];
        var rotated = cat([first.mul(cos).sub(second.mul(sin)), first.mul(sin).add(second.mul(cos))], -1);
        return rotated.to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor SiluMul(Tensor gate, Tensor up)
    {
        using var scope = NewDisposeScope();
        return functional.silu(gate.to(float32)).mul(up.to(float32)).to(gate.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor GeluTanhMul(Tensor gate, Tensor up)
    {
        using var scope = NewDisposeScope();
        var activated = functional.gelu(gate.to(float32), TorchSharp.Modules.GELU.Approximate.tanh);
        return activated.mul(up.to(float32)).to(gate.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var offset = bias?.to(x.dtype);
        if (weight.dtype == x.dtype)
        {
            return functional.linear(x, weight, offset).MoveToOuterDisposeScope();
        }

        var outputs = weight.shape[0];
        var rows = Math.Max(1, PieceElements / weight.shape[1]);
        if (rows >= outputs)
        {
            return functional.linear(x, weight.to(x.dtype), offset).MoveToOuterDisposeScope();
        }

        var parts = new List<Tensor>();
        for (long start = 0; start < outputs; start += rows)
        {
            var count = Math.Min(rows, outputs - start);
            using var piece = weight.narrow(0, start, count).to(x.dtype);
            parts.Add(functional.linear(x, piece, offset?.narrow(0, start, count)));
        }

        return cat(parts, -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor ExpandCodes(Tensor codes, Tensor values, Tensor? blockScales, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var expanded = values.index_select(0, codes.to(ScalarType.Int64).view(-1));
        if (blockScales is not null)
        {
            var powers = tensor(BlockScaleValues, device: codes.device).index_select(0, blockScales.to(ScalarType.Int64).view(-1));
            expanded = expanded.view(blockScales.numel(), -1).mul(powers.unsqueeze(1));
        }

        return expanded.view(codes.shape).to(type).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Attention(Tensor q, Tensor k, Tensor v, Tensor? mask = null, double? scale = null, double softCap = 0)
    {
        using var scope = NewDisposeScope();
        var (b, h, l, d) = (q.shape[0], q.shape[1], q.shape[2], q.shape[3]);
        var (hk, s, dv) = (k.shape[1], k.shape[2], v.shape[3]);
        var factor = scale ?? (1 / Math.Sqrt(d));
        if (softCap == 0 && h == hk)
        {
            // TorchSharp's function has no scale: it always divides by √d.
            var scaled = scale.HasValue ? q.mul(factor * Math.Sqrt(d)) : q;
            return functional.scaled_dot_product_attention(scaled, k, v, mask).MoveToOuterDisposeScope();
        }

        // Query heads that share a key head are rows of one product: keys and values are not repeated.
        var keys = k.transpose(2, 3);                                                          // [B, Hk, d, S]
        var rows = Math.Clamp(PieceElements / Math.Max(1, b * h * s), 1, Math.Max(1, l));
        var parts = new List<Tensor>();
        for (long start = 0; start < l; start += rows)
        {
            using var piece = NewDisposeScope();
            var n = Math.Min(rows, l - start);
            var queries = q.narrow(2, start, n).reshape(b, hk, h / hk * n, d);
            var scores = queries.matmul(keys).to(float32).mul(factor).view(b, h, n, s);        // [B, H, n, S]
            if (softCap > 0)
            {
                scores = scores.div(softCap).tanh().mul(softCap);
            }

            if (mask is not null)
            {
                var local = mask.shape[^2] == 1 ? mask : mask.narrow(-2, start, n);
                scores = mask.dtype == ScalarType.Bool
                    ? scores.masked_fill(local.logical_not(), double.NegativeInfinity)
                    : scores.add(local);
            }

            var weights = scores.softmax(-1).to(q.dtype).view(b, hk, h / hk * n, s);
            parts.Add(weights.matmul(v).view(b, h, n, dv).MoveToOuterDisposeScope());
        }

        return cat(parts, 2).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public unsafe Tensor FromMapped(SafeHandle owner, nint address, long[] shape, ScalarType dtype)
    {
        var held = false;
        try
        {
            owner.DangerousAddRef(ref held);
            var result = empty(shape, dtype);
            using var source = new UnmanagedMemoryStream((byte*)address, result.numel() * result.element_size());
            result.ReadBytesFromStream(source, 1 << 20);
            return result;
        }
        finally
        {
            if (held)
            {
                owner.DangerousRelease();
            }
        }
    }

    private static Tensor Normalised(Tensor x, Tensor weight, double eps)
    {
        var wide = x.to(float32);
        var inverse = wide.square().mean([-1], true).add(eps).rsqrt();     // [..., 1]
        return wide.mul(inverse).mul(weight.to(float32));                  // [..., D]
    }
}
