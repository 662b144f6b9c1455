using PixelDiT.Torch;
using static TorchSharp.torch;

namespace PixelDiT.Models.Layers;

/// <summary>
/// A matrix [rows, columns] as its file stores it. Values of another type than the arithmetic's, and fp8 codes, are expanded a part at a time as they are used,
/// so that no second copy comes into being.
/// </summary>
internal sealed class WeightMatrix : IDisposable
{
    // Codes expanded at a time: 8 Mi, 32 MiB in float32.
    private const long PieceElements = 8L << 20;

    private readonly Tensor _stored;            // [rows, columns], or codes with both rounded up to whole blocks
    private readonly Tensor? _values;           // [256] float32: the codes' values, scale included; null for floating-point weights
    private readonly Tensor? _blockScales;      // [rows, columns / 32] uint8 or null
    private readonly long _rows;
    private readonly long _columns;

    /// <summary>Takes over tensors that are outside every dispose scope.</summary>
    public WeightMatrix(Tensor stored, long rows, long columns, Tensor? values = null, Tensor? blockScales = null) =>
        (_stored, _rows, _columns, _values, _blockScales) = (stored, rows, columns, values, blockScales);

    /// <summary>x × thisᵀ + bias.</summary>
    /// <param name="x">[..., columns].</param>
    /// <param name="bias">[rows] or null.</param>
    /// <returns>[..., rows] in the type of x.</returns>
    public Tensor Multiply(Tensor x, Tensor? bias)
    {
        if (_values is null)
        {
            return Accelerator.Current.Linear(x, _stored, bias);
        }
        var piece = Math.Max(1, PieceElements / _columns);
        using var scope = NewDisposeScope();
        if (piece >= _rows)
        {
            return Accelerator.Current.Linear(x, Expand(0, _rows, x.dtype), bias).MoveToOuterDisposeScope();
        }
        // The largest results are as large as the rest of the working memory: put together in place, not from copies.
        var y = empty([.. x.shape[..^1], _rows], x.dtype, x.device);
        for (long start = 0; start < _rows; start += piece)
        {
            using var inner = NewDisposeScope();
            var count = Math.Min(piece, _rows - start);
            y.narrow(-1, start, count).copy_(Accelerator.Current.Linear(x, Expand(start, count, x.dtype), bias?.narrow(0, start, count)));
        }
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>All of it in one type; for small matrices.</summary>
    /// <returns>[rows, columns].</returns>
    public Tensor Dense(ScalarType type) => _values is null ? _stored.to(type) : Expand(0, _rows, type);

    /// <summary>Neighbouring rows of it in one type.</summary>
    /// <returns>[count, columns].</returns>
    public Tensor Dense(long start, long count, ScalarType type) => _values is null ? _stored.narrow(0, start, count).to(type) : Expand(start, count, type);

    /// <summary>Some rows, in float32.</summary>
    /// <param name="indices">[n] int64.</param>
    /// <returns>[n, columns].</returns>
    public Tensor Rows(Tensor indices)
    {
        var rows = _stored.index_select(0, indices);
        return _values is null ? rows.to(float32) : Expand(rows, _blockScales?.index_select(0, indices), ScalarType.Float32);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stored.Dispose();
        _values?.Dispose();
        _blockScales?.Dispose();
    }

    private Tensor Expand(long start, long count, ScalarType type) => Expand(_stored.narrow(0, start, count), _blockScales?.narrow(0, start, count), type);

    private Tensor Expand(Tensor codes, Tensor? scales, ScalarType type)
    {
        var values = Accelerator.Current.ExpandCodes(codes, _values!, scales, type);
        return codes.shape[1] == _columns ? values : values.narrow(1, 0, _columns);
    }
}
