using System.Runtime.InteropServices;
using PixelDiT.Models.Layers;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints.Conversion;

/// <summary>A tensor of the new file and how its bytes come about.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Write">Hands its bytes over, in order, in as many parts as it likes.</param>
internal sealed record ConvertedTensor(string Name, SafetensorsDType Type, long[] Shape, Action<SafetensorsWriter> Write);

/// <summary>The ways in which the tensors of a new file are made from those of another, a few rows at a time.</summary>
/// <param name="file">The other file.</param>
/// <param name="weights">Reads its quantized weights.</param>
/// <param name="prefix">What the names below the reader begin with.</param>
internal sealed class TensorConversions(Checkpoint file, WeightReader weights, string prefix)
{
    private const long PieceElements = 4L << 20;

    private static readonly SafetensorsDType Codes = SafetensorsDType.Find("F8_E4M3")!;
    private static readonly SafetensorsDType Bytes = SafetensorsDType.Of(ScalarType.Byte);

    /// <summary>The bytes of a tensor under another name.</summary>
    public ConvertedTensor Copy(TensorEntry entry, string? name = null) => new(name ?? entry.Name, entry.DType, entry.Shape, writer =>
    {
        using var scope = NewDisposeScope();
        Pieces(file.LoadBytes(entry.Name), piece => writer.Write(piece.bytes));
    });

    /// <summary>The bytes of a file as a tensor.</summary>
    public static ConvertedTensor FromFile(string name, string path)
    {
        var bytes = File.ReadAllBytes(path);
        return new ConvertedTensor(name, Bytes, [bytes.Length], writer => writer.Write(bytes));
    }

    /// <summary>A tensor's values in another type.</summary>
    public ConvertedTensor Cast(TensorEntry entry, long[] shape, ScalarType type) => new(entry.Name, SafetensorsDType.Of(type), shape, writer =>
        EachPiece(entry, shape, type, piece => writer.Write(piece.bytes)));

    /// <summary>A weight in e4m3 with its scale: the largest number becomes the largest code.</summary>
    public IEnumerable<ConvertedTensor> ToE4M3(TensorEntry entry, long[] shape)
    {
        var scale = 0f;
        yield return new ConvertedTensor(entry.Name, Codes, shape, writer =>
        {
            var largest = Largest(entry, shape);
            scale = largest == 0 ? 1 : largest / Fp8Encoder.Largest;
            EachPiece(entry, shape, ScalarType.Float32, piece =>
            {
                var values = MemoryMarshal.Cast<byte, float>(piece.bytes);
                var codes = new byte[values.Length];
                for (var i = 0; i < codes.Length; i++)
                {
                    codes[i] = Fp8Encoder.Encode(values[i] / scale);
                }
                writer.Write(codes);
            });
        });
        yield return new ConvertedTensor(ScaleName(entry), SafetensorsDType.Of(ScalarType.Float32), [], writer => writer.Write(BitConverter.GetBytes(scale)));
    }

    /// <summary>A weight in blocks of 32 with a power of two for each, the powers in the order of tensor cores.</summary>
    public IEnumerable<ConvertedTensor> ToMX(TensorEntry entry, long[] shape)
    {
        var block = Fp8Format.MX.BlockColumns;
        var columns = shape[1] / block;
        var stored = BlockScaleLayout.Shape(shape[0], columns);
        var scales = new byte[stored[0] * stored[1]];
        yield return new ConvertedTensor(entry.Name, Codes, shape, writer =>
        {
            _ = Largest(entry, shape);
            long next = 0;
            EachPiece(entry, shape, ScalarType.Float32, piece =>
            {
                var values = MemoryMarshal.Cast<byte, float>(piece.bytes);
                var codes = new byte[values.Length];
                for (var i = 0; i < codes.Length; i += block, next++)
                {
                    scales[BlockScaleLayout.Offset(next / columns, next % columns, columns)] = Fp8Encoder.EncodeBlock(values.Slice(i, block), codes.AsSpan(i, block));
                }
                writer.Write(codes);
            });
        });
        yield return new ConvertedTensor(ScaleName(entry), Bytes, stored, writer => writer.Write(scales));
    }

    /// <summary>A quantized weight as it is, its scale under the name that is usual now.</summary>
    public IEnumerable<ConvertedTensor> KeepQuantized(Fp8Weight weight)
    {
        yield return Copy(weight.Codes);
        if (weight.Scale is { } scale)
        {
            yield return Copy(scale, ScaleName(weight.Codes));
        }
    }

    private static string ScaleName(TensorEntry weight) => weight.Name + "_scale";

    private float Largest(TensorEntry entry, long[] shape)
    {
        var largest = 0f;
        EachPiece(entry, shape, ScalarType.Float32, piece => largest = piece.numel() == 0 ? largest : MathF.Max(largest, piece.abs().max().item<float>()));
        return float.IsFinite(largest) ? largest
            : throw new CheckpointException(file.Path, entry.Name, $"holds a value that is no finite number ({largest})", "finite weights; a broken training writes others");
    }

    /// <summary>The values of a tensor in a type, some rows at a time, packed; what a piece allocates is freed before the next one.</summary>
    private void EachPiece(TensorEntry entry, long[] shape, ScalarType type, Action<Tensor> use)
    {
        using var scope = NewDisposeScope();
        var quantized = file.Quantization.Find(entry, prefix);
        if (quantized is null)
        {
            Pieces(file.Load(entry.Name).view(-1), piece => use(piece.to(type).contiguous()));
            return;
        }
        var name = entry.Name[prefix.Length..];
        if (shape.Length != 2)
        {
            using var small = weights.Small(name, type, shape);
            use(small);
            return;
        }
        using WeightMatrix matrix = weights.Matrix(name, shape[0], shape[1]);
        var rows = Math.Max(1, PieceElements / Math.Max(1, shape[1]));
        for (long start = 0; start < shape[0]; start += rows)
        {
            using var inner = NewDisposeScope();
            use(matrix.Dense(start, Math.Min(rows, shape[0] - start), type).contiguous());
        }
    }

    private static void Pieces(Tensor flat, Action<Tensor> use)
    {
        for (long start = 0; start < flat.shape[0]; start += PieceElements)
        {
            using var scope = NewDisposeScope();
            use(flat.narrow(0, start, Math.Min(PieceElements, flat.shape[0] - start)));
        }
    }
}
