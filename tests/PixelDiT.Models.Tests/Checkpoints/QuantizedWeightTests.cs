using System.Text;
using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Checkpoints.Conversion;
using PixelDiT.Models.PixelDiT;
using static TorchSharp.torch;

namespace PixelDiT.Models.Tests.Checkpoints;

/// <summary>The ways in which files say how their weights are quantized, and files that contradict themselves.</summary>
[LeakCheck]
public sealed class QuantizedWeightTests
{
    private const string Layer = "core.patch_blocks.0.attn.qkv_x";

    private string _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("quantized").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    /// <summary>Turns a file of ours into one as another tool writes it.</summary>
    private sealed record Spelling(string Name, string Type, Func<string, string> Rename)
    {
        /// <summary>The metadata entry, from ours; null for none.</summary>
        public Func<string, string?> Metadata { get; init; } = m => m;

        /// <summary>Whether each layer has a tensor of its own that says its format.</summary>
        public bool HasLayerTensors { get; init; }

        /// <summary>Whether the element types are those that have no name of their own.</summary>
        public bool HasBytes { get; init; }

        public override string ToString() => Name;
    }

    private static readonly Spelling[] Spellings =
    [
        new("names without the prefix", "fp8_e4m3fn", n => n) { Metadata = m => m.Replace("\"core.", "\"", StringComparison.Ordinal) },
        new("no metadata", "fp8_e4m3fn", n => n) { Metadata = _ => null },
        new("the old scale's name and marker", "fp8_e4m3fn", n => n.Replace("weight_scale", "scale_weight", StringComparison.Ordinal)) { Metadata = _ => null },
        new("a tensor in each layer", "fp8_e4m3fn", n => n) { Metadata = _ => null, HasLayerTensors = true },
        new("codes as bytes", "fp8_e4m3fn", n => n) { HasBytes = true },
        new("mxfp8 without metadata", "mxfp8", n => n) { Metadata = _ => null },
        new("mxfp8 with a tensor in each layer", "mxfp8", n => n) { Metadata = _ => null, HasLayerTensors = true },
        new("another prefix", "mxfp8", n => n.Replace("core.", "model.diffusion_model.", StringComparison.Ordinal)) { Metadata = m => m.Replace("\"core.", "\"", StringComparison.Ordinal) },
    ];

    [TestCaseSource(nameof(Spellings))]
    public void Load_AnySpelling_IsTheSameModel(object spelling)
    {
        var s = (Spelling)spelling;
        var ours = Quantize(s.Type);
        using var scope = NewDisposeScope();
        using var expected = PixelDiTT2I.Load(ours, TensorAssert.Float32);
        using var actual = PixelDiTT2I.Load(Respell(ours, s), TensorAssert.Float32);
        TensorAssert.IsClose(Velocity(actual), Velocity(expected), "velocity", 0);
        Assert.That(actual.WeightBytes, Is.EqualTo(expected.WeightBytes));
    }

    [Test]
    public void Load_Fp8WithoutScales_IsReadAsItsValues()
    {
        // As a plain cast of every tensor leaves it: norms and biases in fp8 as well.
        var (fp8, plain) = (Path.Combine(_folder, "fp8.safetensors"), Path.Combine(_folder, "plain.safetensors"));
        using (var source = Checkpoint.Open(TestData.File("t2i_tiny.safetensors")))
        {
            var tensors = source.Tensors.Values.Where(t => t.Name.StartsWith("core.", StringComparison.Ordinal)).ToArray();
            using var codes = new SafetensorsWriter(fp8, tensors.Select(t => (t.Name, SafetensorsDType.Find("F8_E4M3")!, t.Shape)));
            using var values = new SafetensorsWriter(plain, tensors.Select(t => (t.Name, t.DType, t.Shape)));
            using var scope = NewDisposeScope();
            foreach (var tensor in tensors)
            {
                var encoded = Array.ConvertAll(source.Load(tensor.Name).data<float>().ToArray(), Fp8Encoder.Encode);
                codes.Write(encoded);
                values.Write([.. encoded.SelectMany(c => BitConverter.GetBytes(Fp8Format.E4M3.Values[c]))]);
            }
            codes.Complete();
            values.Complete();
        }
        using (NewDisposeScope())
        {
            using var model = PixelDiTT2I.Load(fp8, TensorAssert.Float32);
            using var expected = PixelDiTT2I.Load(plain, TensorAssert.Float32);
            TensorAssert.IsClose(Velocity(model), Velocity(expected), "velocity", 1e-5);
            Assert.That(model.WeightBytes, Is.EqualTo(model.Config.ParameterCount));
        }
    }

    [TestCase("E4M3", "float8_e4m3fn")]
    [TestCase("E5M2", "float8_e5m2")]
    public void Matrix_EveryCode_IsItsValueTimesTheScale(string type, string format)
    {
        var path = Write(("l.weight", $"F8_{type}", [8, 32], [.. Enumerable.Range(0, 256).Select(i => (byte)i)]), ("l.weight_scale", "F32", [], BitConverter.GetBytes(0.3f)));
        using var file = Checkpoint.Open(path);
        using var scope = NewDisposeScope();
        using var matrix = new WeightReader(file, "", CPU, ScalarType.Float32).Matrix("l.weight", 8, 32);
        var expected = Fp8Format.All.Single(f => f.Name == format).Values.Select(v => v * 0.3f).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(matrix.Dense(ScalarType.Float32).data<float>().ToArray(), Is.EqualTo(expected));
            Assert.That(matrix.Rows(tensor(new[] { 5L, 0L })).data<float>().ToArray(), Is.EqualTo(expected[160..192].Concat(expected[..32])));
            Assert.That(matrix.Dense(2, 3, ScalarType.Float32).data<float>().ToArray(), Is.EqualTo(expected[64..160]));
        }
    }

    [Test]
    public void Matrix_FilledUpToWholeBlocks_IsItsOwnPart()
    {
        // 3 × 40 values in 32 × 64 codes, as ComfyUI fills matrices up; one scale for each 32 codes, here 2 for the second block of a row.
        var codes = Enumerable.Range(0, 32 * 64).Select(i => (byte)(i * 7 % 120)).ToArray();
        var scales = new byte[128 * 4];
        for (var row = 0; row < 32; row++)
        {
            scales[BlockScaleLayout.Offset(row, 0, 2)] = 127;
            scales[BlockScaleLayout.Offset(row, 1, 2)] = 128;
        }
        using var file = Checkpoint.Open(Write(("l.weight", "F8_E4M3", [32, 64], codes), ("l.weight_scale", "F8_E8M0", [128, 4], scales)));
        using var scope = NewDisposeScope();
        using var matrix = new WeightReader(file, "", CPU, ScalarType.Float32).Matrix("l.weight", 3, 40);
        var expected = Enumerable.Range(0, 3).SelectMany(r => Enumerable.Range(0, 40).Select(c => Fp8Format.E4M3.Values[codes[(r * 64) + c]] * (c < 32 ? 1 : 2))).ToArray();
        var x = eye(40);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(matrix.Dense(ScalarType.Float32).contiguous().data<float>().ToArray(), Is.EqualTo(expected));
            Assert.That(matrix.Multiply(x, null).t().contiguous().data<float>().ToArray(), Is.EqualTo(expected));
        }
    }

    [TestCase("float8_e4m3fn")]
    [TestCase("mxfp8")]
    public void Multiply_MatrixOfSeveralPieces_IsTheProductWithItsValues(string format)
    {
        // 8 Mi codes are written out at a time: two pieces and a bit.
        const int rows = 5000, columns = 4096;
        var codes = new byte[rows * columns];
        new Random(1).NextBytes(codes);
        // Values below 2, and none that is no number.
        codes = Array.ConvertAll(codes, c => (byte)(c & 0xBF));
        var scales = BlockScaleLayout.Shape(rows, columns / 32);
        var path = format == "mxfp8" ? Write(("l.weight", "F8_E4M3", [rows, columns], codes), ("l.weight_scale", "U8", scales, [.. Enumerable.Repeat((byte)120, (int)(scales[0] * scales[1]))]))
            : Write(("l.weight", "F8_E4M3", [rows, columns], codes));
        using var file = Checkpoint.Open(path);
        using var scope = NewDisposeScope();
        using var matrix = new WeightReader(file, "", CPU, ScalarType.Float32).Matrix("l.weight", rows, columns);
        var (x, bias) = (arange(0, 2 * columns, 1, ScalarType.Float32).view(2, columns).remainder(7) / 64, arange(0, rows, 1, ScalarType.Float32));
        var expected = nn.functional.linear(x, matrix.Dense(ScalarType.Float32), bias);
        // Sums of 4096 products up to a few thousand, in another order.
        TensorAssert.IsClose(matrix.Multiply(x, bias), expected, "product", 0.01);
    }

    private static readonly TestCaseData[] Contradictions =
    [
        Bad("unknown format", "nvfp4", "quantized as 'nvfp4'", ("l.weight", "U8", [32, 32])),
        Bad("format of a weight that is none", "float8_e4m3fn", "holds BF16 values", ("l.weight", "BF16", [32, 32])),
        Bad("two formats", "float8_e5m2", "holds F8_E4M3 values", ("l.weight", "F8_E4M3", [32, 32])),
        Bad("scale of another size", "float8_e4m3fn", "has shape [32]", ("l.weight", "F8_E4M3", [32, 32]), ("l.weight_scale", "F32", [32])),
        Bad("scale of another type", "float8_e4m3fn", "holds I32 values", ("l.weight", "F8_E4M3", [32, 32]), ("l.weight_scale", "I32", [])),
        Bad("scale that is no number", "float8_e4m3fn", "the scale is NaN", ("l.weight", "F8_E4M3", [32, 32]), ("l.weight_scale", "F32", [], 0xFF)),
        Bad("no block scales", "mxfp8", "has no weight_scale", ("l.weight", "F8_E4M3", [32, 32])),
        Bad("block scales of another size", "mxfp8", "has a weight_scale of U8 [32, 1]", ("l.weight", "F8_E4M3", [32, 32]), ("l.weight_scale", "U8", [32, 1])),
        Bad("rows of no whole blocks", "mxfp8", "whole blocks of 32", ("l.weight", "F8_E4M3", [32, 40]), ("l.weight_scale", "U8", [128, 4])),
        Bad("scaled activations", "float8_e4m3fn", "scales the activations", ("l.weight", "F8_E4M3", [32, 32]), ("l.pre_quant_scale", "F32", [])),
        Bad("another shape", "float8_e4m3fn", "expected shape [32, 32]", ("l.weight", "F8_E4M3", [32, 64])),
    ];

    [TestCaseSource(nameof(Contradictions))]
    public void Matrix_ContradictingFile_SaysWhatIsWrong(string format, string words, object tensors)
    {
        var list = ((string Name, string Type, long[] Shape, byte Fill)[])tensors;
        var path = WriteWith(new() { ["_quantization_metadata"] = "{\"layers\": {\"l\": {\"format\": \"" + format + "\"}}}" },
            [.. list.Select(t => (t.Name, t.Type, t.Shape, Enumerable.Repeat(t.Fill, (int)(t.Shape.Aggregate(1L, (a, b) => a * b) * SafetensorsDType.Find(t.Type)!.Bits / 8)).ToArray()))]);
        using var file = Checkpoint.Open(path);
        Assert.That(() => new WeightReader(file, "", CPU, ScalarType.Float32).Matrix("l.weight", 32, 32), Throws.TypeOf<CheckpointException>().With.Message.Contains(words).And.Message.Contains(path));
    }

    [TestCase("[1]")]
    [TestCase("{\"layers\": 1}")]
    [TestCase("{\"layers\": {\"l\": {}}}")]
    [TestCase("{")]
    public void Load_DamagedMetadata_SaysWhatIsWrong(string metadata)
    {
        var path = WriteWith(new() { ["_quantization_metadata"] = metadata }, ("l.weight", "F32", [1, 1], new byte[4]));
        using var file = Checkpoint.Open(path);
        Assert.That(() => new WeightReader(file, "", CPU, ScalarType.Float32).Matrix("l.weight", 1, 1), Throws.TypeOf<CheckpointException>().With.Message.Contains("_quantization_metadata"));
    }

    private string Quantize(string type)
    {
        var path = Path.Combine(_folder, "ours.safetensors");
        CheckpointConverter.Convert(TestData.File("t2i_tiny.safetensors"), path, TargetType.Find(type)!);
        return path;
    }

    private string Respell(string ours, Spelling spelling)
    {
        using var source = SafetensorsFile.Open(ours);
        var metadata = source.Metadata.ToDictionary();
        _ = metadata.Remove("_quantization_metadata", out var own);
        if (spelling.Metadata(own!) is { } changed)
        {
            metadata["_quantization_metadata"] = changed;
        }
        var tensors = source.Tensors.Values.Select(t =>
            (spelling.Rename(t.Name), spelling.HasBytes && t.DType.Name == "F8_E4M3" ? "U8" : t.DType.Name, t.Shape, source.ReadBytes(t.Name))).ToList();
        var layers = source.Tensors.Keys.Where(n => n.EndsWith(".weight_scale", StringComparison.Ordinal)).Select(n => n[..^".weight_scale".Length]).ToArray();
        Assert.That(layers, Does.Contain(Layer));
        foreach (var layer in layers)
        {
            if (spelling.HasLayerTensors)
            {
                var text = Encoding.UTF8.GetBytes($$"""{"format": "{{(spelling.Type == "mxfp8" ? "mxfp8" : "float8_e4m3fn")}}"}""");
                tensors.Add((layer + ".comfy_quant", "U8", [text.Length], text));
            }
            tensors.Add((spelling.Rename(layer) + ".scale_input", "F32", [], BitConverter.GetBytes(2f)));
        }
        tensors.Add(("scaled_fp8", "F8_E4M3", [2], [0, 0]));
        return WriteWith(metadata, [.. tensors]);
    }

    private string Write(params (string Name, string Type, long[] Shape, byte[] Bytes)[] tensors) => WriteWith([], tensors);

    private string WriteWith(Dictionary<string, string> metadata, params (string Name, string Type, long[] Shape, byte[] Bytes)[] tensors)
    {
        var path = Path.Combine(_folder, "file.safetensors");
        using var writer = new SafetensorsWriter(path, tensors.Select(t => (t.Name, SafetensorsDType.Find(t.Type)!, t.Shape)), metadata);
        foreach (var tensor in tensors)
        {
            writer.Write(tensor.Bytes);
        }
        writer.Complete();
        return path;
    }

    private static TestCaseData Bad(string name, string format, string words, params Bare[] tensors) =>
        new TestCaseData(format, words, tensors.Select(t => (t.Name, t.Type, t.Shape, t.Fill)).ToArray()).SetArgDisplayNames(name);

    /// <summary>A tensor whose bytes are all the same.</summary>
    private readonly record struct Bare(string Name, string Type, long[] Shape, byte Fill)
    {
        public static implicit operator Bare((string Name, string Type, long[] Shape) t) => new(t.Name, t.Type, t.Shape, 0);

        public static implicit operator Bare((string Name, string Type, long[] Shape, int Fill) t) => new(t.Name, t.Type, t.Shape, (byte)t.Fill);
    }

    private static Tensor Velocity(PixelDiTT2I model) => model.Forward(
        TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.x"),
        TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.t"),
        TensorAssert.Reference("t2i_tiny_cases.safetensors", "case1.context"));
}
