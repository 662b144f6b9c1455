using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Layers;

/// <summary>Something that is added to the result of a linear layer, or to the gain of a norm.</summary>
internal abstract class LayerDelta
{
    // Pieces of the addition: a layer's result can have hundreds of megabytes, and the addition shall not double that.
    private const long PieceElements = 4L << 20;

    /// <summary>Adds to a layer's result in place.</summary>
    /// <param name="x">What went into the layer, [..., in].</param>
    /// <param name="y">Its result, [..., out], contiguous.</param>
    public abstract void AddTo(Tensor x, Tensor y);

    /// <summary>y[..., first …] += scale · x · matrixᵀ, a part of the rows at a time.</summary>
    protected static void AddProduct(Tensor x, Tensor matrix, double scale, Tensor y, long first)
    {
        var outputs = matrix.shape[0];
        var inputs = x.reshape(-1, x.shape[^1]);                                    // [n, in]
        var results = y.view(-1, y.shape[^1]).narrow(1, first, outputs);            // [n, outputs]
        var rows = Math.Max(1, PieceElements / outputs);
        for (long start = 0; start < inputs.shape[0]; start += rows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(rows, inputs.shape[0] - start);
            var product = Accelerator.Current.Linear(inputs.narrow(0, start, count), matrix, null);
            results.narrow(0, start, count).add_(product, scale);
        }
    }
}

/// <summary>scale · up · down · x, added to the outputs from <paramref name="first"/> on: a LoRA. The product of the two matrices is never formed.</summary>
/// <param name="down">[rank, in], any floating-point type.</param>
/// <param name="up">[outputs, rank].</param>
/// <param name="scale">Strength · alpha / rank.</param>
/// <param name="first">First output that is changed; more than 0 in layers that are several in one, such as qkv.</param>
internal sealed class LowRankDelta(Tensor down, Tensor up, double scale, long first) : LayerDelta
{
    public override void AddTo(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        AddProduct(Accelerator.Current.Linear(x, down, null), up, scale, y, first);
    }
}

/// <summary>scale · matrix · x, added to the outputs from <paramref name="first"/> on: the whole difference of two weights.</summary>
/// <param name="matrix">[outputs, in], any floating-point type.</param>
/// <param name="scale">Strength.</param>
/// <param name="first">First output that is changed.</param>
internal sealed class MatrixDelta(Tensor matrix, double scale, long first) : LayerDelta
{
    public override void AddTo(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        AddProduct(x, matrix, scale, y, first);
    }
}

/// <summary>scale · vector, added to the outputs from <paramref name="first"/> on: to a bias, or to the gain of a norm.</summary>
/// <param name="vector">[outputs], any floating-point type.</param>
/// <param name="scale">Strength.</param>
/// <param name="first">First output that is changed.</param>
internal sealed class VectorDelta(Tensor vector, double scale, long first) : LayerDelta
{
    public override void AddTo(Tensor x, Tensor y)
    {
        using var scope = NewDisposeScope();
        y.narrow(-1, first, vector.shape[0]).add_(vector.to(y.dtype), scale);
    }
}
