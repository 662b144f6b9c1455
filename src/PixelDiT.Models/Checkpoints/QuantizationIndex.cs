using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>How one weight of a byte an element is stored.</summary>
/// <param name="Format">What its codes mean.</param>
/// <param name="Codes">The codes.</param>
/// <param name="Scale">What they are multiplied with, or null for 1.</param>
internal sealed record Fp8Weight(Fp8Format Format, TensorEntry Codes, TensorEntry? Scale);

/// <summary>
/// Tells how the quantized weights of a file are stored: from its <c>_quantization_metadata</c>, from a layer's own <c>comfy_quant</c> tensor, else from the
/// element types and shapes.
/// </summary>
/// <remarks>
/// <code>
/// L.weight F8_E4M3 [out, in], L.weight_scale F32 []                      one scale; older files call it scale_weight
/// L.weight F8_E4M3 [out, in], L.weight_scale F8_E8M0 or U8 [out', in']   mxfp8: out' and in' are out and in/32 rounded up to 128 and 4
/// _quantization_metadata = {"layers": {"L": {"format": "mxfp8"}}}        L with or without the model's prefix
/// </code>
/// A format is refused unless it is known: its weights would be read as other numbers. Scales of activations (<c>input_scale</c>) say how hardware with fp8
/// products rounds activations; here activations are not rounded.
/// </remarks>
internal sealed class QuantizationIndex
{
    /// <summary>Name of the metadata entry.</summary>
    public const string MetadataKey = "_quantization_metadata";

    private static readonly string[] HelperSuffixes = [".weight_scale", ".scale_weight", ".input_scale", ".scale_input", ".comfy_quant"];

    private const string WeightSuffix = ".weight";
    private const string Marker = "scaled_fp8";
    private const int LongestLayerConfiguration = 1 << 16;

    private readonly Checkpoint _file;
    private readonly Dictionary<string, string> _stated;

    public QuantizationIndex(Checkpoint file)
    {
        _file = file;
        _stated = file.Metadata.TryGetValue(MetadataKey, out var json) ? Parse(json) : [];
    }

    /// <summary>Whether a tensor says how others are stored, and holds nothing of the model itself.</summary>
    public static bool IsHelper(string name) => Array.Exists(HelperSuffixes, s => name.EndsWith(s, StringComparison.Ordinal)) || name == Marker || name.EndsWith("." + Marker, StringComparison.Ordinal);

    /// <summary>How a weight is stored; null for one of floating-point values.</summary>
    /// <param name="weight">The weight.</param>
    /// <param name="prefix">What the names of the model's weights begin with; the metadata may leave it out.</param>
    /// <exception cref="CheckpointException">The format is unknown, or its parts do not fit together.</exception>
    public Fp8Weight? Find(TensorEntry weight, string prefix)
    {
        var layer = weight.Name.EndsWith(WeightSuffix, StringComparison.Ordinal) ? weight.Name[..^WeightSuffix.Length] : null;
        var stated = layer is null ? null : Stated(layer, prefix);
        var scale = layer is null ? null : _file.Tensors.GetValueOrDefault(layer + ".weight_scale") ?? _file.Tensors.GetValueOrDefault(layer + ".scale_weight");
        if (stated is null && weight.DType.Name is not ("F8_E4M3" or "F8_E5M2"))
        {
            return null;
        }
        var format = stated is null ? Implied(weight, scale)
            : Array.Find(Fp8Format.All, f => f.Name == stated)
            ?? throw new CheckpointException(_file.Path, weight.Name, $"is quantized as '{stated}'", $"one of {Fp8Format.Names}, or a file that is not quantized");
        // Files of before the element types had names hold the codes as bytes.
        if (weight.DType.Name != (format == Fp8Format.E5M2 ? "F8_E5M2" : "F8_E4M3") && weight.DType.Name != "U8")
        {
            throw new CheckpointException(_file.Path, weight.Name, $"holds {weight.DType.Name} values where its layer is said to be {format.Name}", "the element type of the format");
        }
        if (layer is not null && _file.Tensors.ContainsKey(layer + ".pre_quant_scale"))
        {
            throw new CheckpointException(_file.Path, layer + ".pre_quant_scale", "scales the activations before a quantized layer", "a file without; this is not supported");
        }
        CheckScale(weight, format, scale);
        return new Fp8Weight(format, weight, scale);
    }

    /// <summary>The values of the 256 codes, times the scale of the whole weight where there is one.</summary>
    /// <exception cref="CheckpointException">The scale is no finite number.</exception>
    public float[] Values(Fp8Weight weight)
    {
        if (weight.Format.BlockColumns > 0 || weight.Scale is null)
        {
            return weight.Format.Values;
        }
        using var scope = NewDisposeScope();
        var scale = _file.Load(weight.Scale.Name).to(float32).view(1).item<float>();
        return float.IsFinite(scale) ? Array.ConvertAll(weight.Format.Values, v => v * scale)
            : throw new CheckpointException(_file.Path, weight.Scale.Name, $"the scale is {scale}", "a finite number");
    }

    /// <summary>The exponents of the blocks' scales row by row, [rows, columns / 32], out of the order in which tensor cores read them.</summary>
    public byte[] BlockScales(Fp8Weight weight)
    {
        var (rows, columns) = (weight.Codes.Shape[0], weight.Codes.Shape[1] / weight.Format.BlockColumns);
        var (stored, scales) = (_file.ReadBytes(weight.Scale!.Name), new byte[rows * columns]);
        for (long row = 0, next = 0; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
            {
                scales[next++] = stored[BlockScaleLayout.Offset(row, column, columns)];
            }
        }
        return scales;
    }

    private string? Stated(string layer, string prefix)
    {
        var name = layer + ".comfy_quant";
        if (_file.Tensors.TryGetValue(name, out var own))
        {
            return own.DType.Name == "U8" && own.Length <= LongestLayerConfiguration ? Format(_file.ReadBytes(name), name)
                : throw new CheckpointException(_file.Path, name, $"holds {own.Count} {own.DType.Name} values", "a JSON text in U8");
        }
        return _stated.GetValueOrDefault(layer)
            ?? (layer.StartsWith(prefix, StringComparison.Ordinal) ? _stated.GetValueOrDefault(layer[prefix.Length..]) : null);
    }

    private static Fp8Format Implied(TensorEntry weight, TensorEntry? scale) =>
        weight.DType.Name == "F8_E5M2" ? Fp8Format.E5M2
        : scale is { Shape.Length: 2, DType.Name: "U8" or "F8_E8M0" } ? Fp8Format.MX
        : Fp8Format.E4M3;

    private void CheckScale(TensorEntry weight, Fp8Format format, TensorEntry? scale)
    {
        if (format.BlockColumns == 0)
        {
            if (scale is not null && (scale.Count != 1 || scale.DType.Scalar is not (ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16)))
            {
                throw new CheckpointException(_file.Path, scale.Name, $"has shape {TensorEntry.Print(scale.Shape)} and holds {scale.DType.Name} values", "one F32 scale for the whole weight");
            }
            return;
        }
        if (weight.Shape.Length != 2 || weight.Shape[1] % format.BlockColumns != 0)
        {
            throw new CheckpointException(_file.Path, weight.Name, $"has shape {TensorEntry.Print(weight.Shape)}", $"a matrix whose rows are whole blocks of {format.BlockColumns} for {format.Name}");
        }
        var expected = BlockScaleLayout.Shape(weight.Shape[0], weight.Shape[1] / format.BlockColumns);
        if (scale is null || scale.Count != expected[0] * expected[1] || scale.DType.Name is not ("U8" or "F8_E8M0"))
        {
            throw new CheckpointException(_file.Path, weight.Name, scale is null ? $"has no weight_scale, which {format.Name} needs" : $"has a weight_scale of {scale.DType.Name} {TensorEntry.Print(scale.Shape)}",
                $"U8 or F8_E8M0 {TensorEntry.Print(expected)}");
        }
    }

    private Dictionary<string, string> Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.TryGetProperty("layers", out var layers)
                ? layers.EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetProperty("format").GetString() ?? "null")
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new CheckpointException(_file.Path, null, $"the metadata entry {MetadataKey} cannot be read ({e.Message.TrimEnd('.')})", """{"layers": {"LAYER": {"format": "…"}}}""", e);
        }
    }

    private string Format(byte[] text, string tensor)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.GetProperty("format").GetString() ?? "null";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException(_file.Path, tensor, $"cannot be read ({e.Message.TrimEnd('.')})", """{"format": "…"}""", e);
        }
    }
}
