using PixelDiT.Models.Layers;
using PixelDiT.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>
/// Fetches the weights of one module by explicit key and expected shape, below a prefix. Weights of the CPU stay in the file's element type and in the file's
/// pages; weights of another device are copied there once, in the compute type, or as fp8 codes.
/// </summary>
public sealed class WeightReader
{
    private readonly Checkpoint _file;
    private readonly string _prefix;
    private readonly int _rootLength;
    private readonly Device _device;
    private readonly List<Tensor> _fetched;
    private readonly AdapterSlot _adapters;

    /// <summary>Reads below a prefix of a file.</summary>
    /// <param name="file">The open file; it must stay open until the last fetch.</param>
    /// <param name="prefix">What every key begins with, its dot included; empty for none.</param>
    /// <param name="device">Where the weights go.</param>
    /// <param name="computeType">Element type of the arithmetic they are used in.</param>
    public WeightReader(Checkpoint file, string prefix, Device device, ScalarType computeType)
        : this(file, prefix, prefix.Length, device, computeType, [], new AdapterSlot())
    {
    }

    private WeightReader(Checkpoint file, string prefix, int rootLength, Device device, ScalarType computeType, List<Tensor> fetched, AdapterSlot adapters)
    {
        _file = file;
        _prefix = prefix;
        _rootLength = rootLength;
        _device = device;
        _fetched = fetched;
        _adapters = adapters;
        ComputeType = computeType;
    }

    /// <summary>Element type of the arithmetic that the weights are used in.</summary>
    public ScalarType ComputeType { get; }

    /// <summary>The reader of a module inside this one.</summary>
    /// <param name="module">Its name, without dots at the ends: <c>attn</c> or <c>patch_blocks.3</c>.</param>
    public WeightReader At(string module) => new(_file, $"{_prefix}{module}.", _rootLength, _device, ComputeType, _fetched, _adapters);

    /// <summary>What is added to the layers of the model being read while a pass runs.</summary>
    internal AdapterSlot Adapters => _adapters;

    /// <summary>The same for the layer whose reader this is.</summary>
    internal LayerAdapter Adapter() => _adapters.Layer(_prefix[_rootLength..].TrimEnd('.'));

    /// <summary>Checks presence, shape and element type of many weights before any is read.</summary>
    /// <param name="parameters">Names below the prefix, with the shapes they must have.</param>
    /// <returns>The tensors that hold them, scales of quantized weights included.</returns>
    /// <exception cref="CheckpointException">The first weight that is missing or does not fit.</exception>
    public IReadOnlyList<TensorEntry> Check(IEnumerable<(string Name, long[] Shape)> parameters)
    {
        var entries = new List<TensorEntry>();
        foreach (var (name, shape) in parameters)
        {
            var (entry, quantized) = Checked(name, shape);
            entries.Add(entry);
            if (quantized?.Scale is { } scale)
            {
                entries.Add(scale);
            }
        }
        return entries;
    }

    /// <summary>Whether the file has this weight.</summary>
    /// <param name="name">Name below the prefix.</param>
    public bool Has(string name) => _file.Tensors.ContainsKey(_prefix + name);

    /// <summary>The stored shape of a weight.</summary>
    /// <param name="name">Name below the prefix.</param>
    /// <param name="rank">How many dimensions it must have.</param>
    /// <exception cref="CheckpointException">There is no such weight, or it has another rank.</exception>
    public long[] Shape(string name, int rank)
    {
        var shape = Entry(name, null).Shape;
        return shape.Length == rank ? shape
            : throw new CheckpointException(_file.Path, _prefix + name, $"has shape {TensorEntry.Print(shape)}", $"{rank} dimensions");
    }

    /// <summary>A matrix for products: as stored on the CPU (the product converts it, a part at a time), in the compute type elsewhere; fp8 stays fp8.</summary>
    /// <param name="name">Name below the prefix.</param>
    /// <param name="rows">Rows that it must have.</param>
    /// <param name="columns">Columns that it must have.</param>
    /// <returns>A matrix outside every dispose scope; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no such weight, or it has another shape.</exception>
    internal WeightMatrix Matrix(string name, long rows, long columns)
    {
        var (entry, quantized) = Checked(name, [rows, columns]);
        using var scope = NewDisposeScope();
        if (quantized is null)
        {
            return new WeightMatrix(Own(OnDevice(_file.Load(entry.Name), ComputeType)), rows, columns);
        }
        var values = tensor(_file.Quantization.Values(quantized)).to(_device);
        var scales = quantized.Format.BlockColumns == 0 ? null
            : Own(tensor(_file.Quantization.BlockScales(quantized)).view(entry.Shape[0], -1).to(_device));
        return new WeightMatrix(Own(_file.LoadCodes(entry.Name).to(_device)), rows, columns, Own(values), scales);
    }

    /// <summary>A small weight (bias, norm gain, position table) converted to one element type at once.</summary>
    /// <param name="name">Name below the prefix.</param>
    /// <param name="type">Element type to convert to.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <returns>A tensor outside every dispose scope; the caller disposes it.</returns>
    /// <exception cref="CheckpointException">There is no such weight, or it has another shape.</exception>
    public Tensor Small(string name, ScalarType type, params long[] shape)
    {
        var (entry, quantized) = Checked(name, shape);
        using var scope = NewDisposeScope();
        var weight = quantized switch
        {
            null => _file.Load(entry.Name),
            { Scale: null } => Accelerator.Current.ExpandCodes(_file.LoadCodes(entry.Name), tensor(_file.Quantization.Values(quantized)), null, type),
            _ => throw new CheckpointException(_file.Path, entry.Name, $"is quantized as {quantized.Format.Name} with a scale", "that of matrices only; a small weight has none"),
        };
        return Own(OnDevice(weight, type).to(type));
    }

    /// <summary>Takes a tensor made from weights out of every dispose scope, as part of the model being read.</summary>
    internal Tensor Own(Tensor weight)
    {
        _fetched.Add(weight.DetachFromDisposeScope());
        return weight;
    }

    /// <summary>
    /// Builds a model from this reader; when that fails half-way (a device out of memory), frees what was fetched so far, which nobody else holds.
    /// </summary>
    internal T Build<T>(Func<WeightReader, T> build)
    {
        try
        {
            return build(this);
        }
        catch
        {
            _fetched.ForEach(t => t.Dispose());
            throw;
        }
    }

    private Tensor OnDevice(Tensor weight, ScalarType type) => _device.type == DeviceType.CPU ? weight : weight.to(_device).to(type);

    private (TensorEntry Entry, Fp8Weight? Quantized) Checked(string name, long[] shape)
    {
        var entry = Entry(name, shape);
        var quantized = _file.Quantization.Find(entry, _prefix[.._rootLength]);
        if (!Fits(entry.Shape, shape, quantized?.Format.BlockColumns ?? 0))
        {
            throw new CheckpointException(_file.Path, entry.Name, $"has shape {TensorEntry.Print(entry.Shape)}", $"shape {TensorEntry.Print(shape)}");
        }
        return quantized is not null || entry.DType.Scalar is ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 ? (entry, quantized)
            : throw new CheckpointException(_file.Path, entry.Name, $"holds {entry.DType.Name} values", "floating-point weights (BF16, F16, F32, F8_E4M3 or F8_E5M2)");
    }

    // Rows and columns of blockwise quantized weights may be filled up to whole blocks.
    private static bool Fits(long[] stored, long[] shape, long block) =>
        stored.Length == shape.Length && stored.Zip(shape).All(s => s.First == s.Second || (block > 0 && s.First == (s.Second + block - 1) / block * block));

    private TensorEntry Entry(string name, long[]? shape) => _file.Tensors.TryGetValue(_prefix + name, out var entry) ? entry
        : throw new CheckpointException(_file.Path, _prefix + name, "the tensor is missing", shape is null ? null : $"shape {TensorEntry.Print(shape)}");
}
