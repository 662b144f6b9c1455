using System.Text.Json;
using System.Text.RegularExpressions;
using PixelDiT.Models.Gemma2;
using PixelDiT.Models.Tokenization;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints.Conversion;

/// <summary>
/// Writes a model of any container as one safetensors file, its weights in another element type. A few rows are in memory at a time.
/// </summary>
/// <remarks>
/// Of a file with a model that this project runs only that model is written, with the names it has: no optimizer, no training copy. A text encoder's tokenizer and
/// configuration go into the new file when they lie beside the old one. Other files are written whole.
/// To fp8 go the matrices inside numbered blocks; norms, biases, embeddings, the first and the last layer keep their types, as in the published files.
/// </remarks>
public sealed partial class CheckpointConverter
{
    // Smaller matrices gain nothing, and tensor cores take only such widths.
    private const long SmallestSide = 32;

    private readonly Checkpoint _file;
    private readonly TargetType _target;
    private readonly KnownModel? _model;
    private readonly string _prefix;
    private readonly TensorConversions _conversions;
    private readonly Dictionary<string, string> _formats = [];

    private CheckpointConverter(Checkpoint file, TargetType target)
    {
        (_file, _target) = (file, target);
        _model = KnownModel.Find(file);
        _prefix = _model?.Prefix ?? "";
        _conversions = new TensorConversions(file, new WeightReader(file, _prefix, CPU, ScalarType.Float32), _prefix);
    }

    /// <summary>Converts a model.</summary>
    /// <param name="input">Any container that <see cref="Checkpoint.Open"/> reads.</param>
    /// <param name="output">The new file; it appears when it is complete, and replaces one that is there.</param>
    /// <param name="target">What to convert to.</param>
    /// <param name="progress">Told the bytes written so far and the bytes in all, now and then; or null.</param>
    /// <param name="cancellationToken">Breaks off between two tensors; no file is left.</param>
    /// <exception cref="CheckpointException">The model cannot be read, or not be converted.</exception>
    public static void Convert(string input, string output, TargetType target, Action<long, long>? progress = null, CancellationToken cancellationToken = default)
    {
        using var file = Checkpoint.Open(input);
        var converter = new CheckpointConverter(file, target);
        var tensors = converter.Plan();
        using var writer = new SafetensorsWriter(output, tensors.Select(t => (t.Name, t.Type, t.Shape)), converter.Metadata());
        var all = tensors.Sum(t => t.Shape.Aggregate(1L, (a, b) => a * b) * t.Type.Bits / 8);
        long written = 0;
        foreach (var tensor in tensors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tensor.Write(writer);
            written += tensor.Shape.Aggregate(1L, (a, b) => a * b) * tensor.Type.Bits / 8;
            progress?.Invoke(written, all);
        }
        writer.Complete();
    }

    private List<ConvertedTensor> Plan()
    {
        if (_model is null)
        {
            // What quantization added goes with the weights it belongs to.
            var weights = _file.Tensors.Values.Where(t => _target == TargetType.Keep || !QuantizationIndex.IsHelper(t.Name));
            return [.. weights.SelectMany(t => Convert(t, t.Shape))];
        }
        var parameters = _model.Parameters.SelectMany(p => Convert(_file.Tensors[_prefix + p.Name], p.Shape));
        var beside = _model.FilesBeside.Where(f => f.Name == SentencePieceTokenizer.TensorName).Select(f => TensorConversions.FromFile(f.Name, f.Path));
        return [.. parameters, .. _model.Attachments.Select(n => _conversions.Copy(_file.Tensors[n])), .. beside];
    }

    private IEnumerable<ConvertedTensor> Convert(TensorEntry entry, long[] shape)
    {
        var quantized = _file.Quantization.Find(entry, _prefix);
        if (_target == TargetType.Keep && (quantized is null || _model is null))
        {
            return [_conversions.Copy(entry)];
        }
        if (quantized is not null && (_target == TargetType.Keep || _target.Fp8 == quantized.Format))
        {
            Note(entry, quantized.Format);
            return _conversions.KeepQuantized(quantized);
        }
        var isFloat = quantized is not null || entry.DType.Scalar is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;
        if (!isFloat)
        {
            return [_conversions.Copy(entry)];
        }
        if (_target.Scalar is { } type)
        {
            return [_conversions.Cast(entry, shape, type)];
        }
        if (IsBlockMatrix(entry.Name, shape))
        {
            Note(entry, _target.Fp8!);
            return _target.Fp8 == Fp8Format.MX ? _conversions.ToMX(entry, shape) : _conversions.ToE4M3(entry, shape);
        }
        // A scale times a code has more digits than a half has.
        return [quantized is null ? _conversions.Copy(entry) : _conversions.Cast(entry, shape, ScalarType.Float32)];
    }

    private static bool IsBlockMatrix(string name, long[] shape) =>
        shape is [>= SmallestSide, >= SmallestSide] && shape[1] % Fp8Format.MX.BlockColumns == 0 && name.EndsWith(".weight", StringComparison.Ordinal) && NumberedBlock().IsMatch(name);

    private void Note(TensorEntry weight, Fp8Format format)
    {
        // A bare code needs no note, and a table without layer has no place for one.
        if (weight.Name.EndsWith(".weight", StringComparison.Ordinal))
        {
            _formats[weight.Name[..^".weight".Length]] = format.Name;
        }
    }

    private Dictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>(_file.Metadata);
        if (_target != TargetType.Keep || _model is not null)
        {
            _ = metadata.Remove(QuantizationIndex.MetadataKey);
        }
        foreach (var (name, path) in _model?.FilesBeside.Where(f => f.Name == Gemma2Layout.ConfigurationKey) ?? [])
        {
            metadata[name] = File.ReadAllText(path);
        }
        if (_formats.Count > 0)
        {
            metadata[QuantizationIndex.MetadataKey] = JsonText(_formats);
        }
        _ = metadata.TryAdd("format", "pt");
        return metadata;
    }

    private static string JsonText(Dictionary<string, string> formats)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format_version", "1.0");
            json.WriteStartObject("layers");
            foreach (var (layer, format) in formats)
            {
                json.WriteStartObject(layer);
                json.WriteString("format", format);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    [GeneratedRegex(@"(blocks|layers)\.[0-9]+\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberedBlock();
}
