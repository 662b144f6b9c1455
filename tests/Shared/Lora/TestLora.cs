using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Tests.Lora;

/// <summary>A random LoRA for some layers, as files spell it and as the change of weights that it stands for.</summary>
internal sealed class TestLora
{
    private readonly Dictionary<string, (Tensor Down, Tensor Up)> _layers = [];
    private readonly double? _alpha;

    /// <summary>Makes one; its tensors belong to the caller's dispose scope.</summary>
    /// <param name="parameters">Parameters of a model; the matrices of <paramref name="layers"/> among them are changed.</param>
    /// <param name="layers">Names of layers; null for all but tables.</param>
    /// <param name="rank">Rank of each change.</param>
    /// <param name="alpha">Alpha; null for none.</param>
    /// <param name="seed">Another seed gives another LoRA.</param>
    public TestLora(IEnumerable<(string Name, long[] Shape)> parameters, IReadOnlyCollection<string>? layers = null, int rank = 4, double? alpha = 2, ulong seed = 1)
    {
        using var generator = new Generator(seed, CPU);
        _alpha = alpha;
        Rank = rank;
        foreach (var (name, shape) in parameters.Where(p => p.Name.EndsWith(".weight", StringComparison.Ordinal) && p.Shape.Length == 2))
        {
            var layer = name[..^".weight".Length];
            if (layers?.Contains(layer) ?? !(layer.EndsWith("embed_tokens", StringComparison.Ordinal) || layer.EndsWith("embedding_table", StringComparison.Ordinal)))
            {
                _layers[layer] = (randn([rank, shape[1]], generator: generator).div(Math.Sqrt(shape[1])), randn([shape[0], rank], generator: generator).mul(0.1));
            }
        }
    }

    public int Rank { get; }

    public IReadOnlyCollection<string> Layers => _layers.Keys;

    /// <summary>The tensors of a file.</summary>
    public Dictionary<string, Tensor> File(LoraSpelling spelling)
    {
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (layer, (down, up)) in _layers)
        {
            tensors[spelling.Module(layer) + spelling.Down] = down;
            tensors[spelling.Module(layer) + spelling.Up] = up;
            if (_alpha is { } alpha)
            {
                tensors[spelling.Module(layer) + spelling.Alpha] = tensor((float)alpha);
            }
        }
        return tensors;
    }

    /// <summary>What it adds to each weight at a strength.</summary>
    public Dictionary<string, Tensor> Changes(double strength = 1) =>
        _layers.ToDictionary(l => l.Key + ".weight", l => l.Value.Up.mm(l.Value.Down).mul(strength * ((_alpha ?? Rank) / Rank)));
}
