using PixelDiT.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.Lora;

/// <summary>Reads a LoRA file and checks that its parts fit together.</summary>
internal sealed class LoraReader
{
    private readonly Checkpoint _file;
    private readonly List<LoraTensor> _read = [];
    private readonly List<string> _strangers = [];

    private LoraReader(Checkpoint file) => _file = file;

    /// <inheritdoc cref="LoraFile.Load"/>
    public static LoraFile Read(string path)
    {
        using var file = Checkpoint.Open(path);
        var reader = new LoraReader(file);
        try
        {
            return reader.Read();
        }
        catch
        {
            reader._read.ForEach(t => t.Dispose());
            throw;
        }
    }

    private LoraFile Read()
    {
        var modules = new List<LoraModule>();
        var keys = _file.Tensors.Keys.Order(StringComparer.Ordinal).Select(k => (Name: k, Key: LoraKey.Parse(k))).ToArray();
        if (Array.TrueForAll(keys, k => k.Key.Role is LoraRole.Unknown or LoraRole.Alpha))
        {
            throw new CheckpointException(_file.Path, null, $"this looks like {CheckpointKind.Describe(_file.Tensors.Keys)}", "a LoRA: tensors such as '….lora_down.weight' or '….lora_A.weight'");
        }
        foreach (var group in keys.GroupBy(k => k.Key.Module))
        {
            if (Module(group.Key, [.. group]) is { } module)
            {
                modules.Add(module);
            }
        }
        return new LoraFile(_file.Path, modules, _strangers);
    }

    private LoraModule? Module(string name, (string Name, LoraKey Key)[] keys)
    {
        // A method that is not supported changes the meaning of the other tensors of the layer: none of them is used.
        if (keys.FirstOrDefault(k => k.Key.Role == LoraRole.Unsupported).Key?.Method is { } method)
        {
            _strangers.AddRange(keys.Select(k => $"{k.Name} ({method} is not supported)"));
            return null;
        }
        _strangers.AddRange(keys.Where(k => k.Key.Role == LoraRole.Unknown).Select(k => k.Name));
        var (down, up, alpha) = (Single(LoraRole.Down), Single(LoraRole.Up), Single(LoraRole.Alpha));
        var (weight, bias) = (Single(LoraRole.Weight), Single(LoraRole.Bias));
        if (down is null && up is null && alpha is not null)
        {
            _strangers.Add(alpha);
        }
        var pair = Pair(name, down, up, alpha);
        return pair is null && weight is null && bias is null ? null : new LoraModule
        {
            Name = name,
            LowRank = pair,
            Weight = weight is null ? null : Take(weight),
            Bias = bias is null ? null : Take(bias),
            Keys = [.. new[] { down, up, pair is null ? null : alpha, weight, bias }.OfType<string>()],
        };

        string? Single(LoraRole role)
        {
            var names = keys.Where(k => k.Key.Role == role).Select(k => k.Name).ToArray();
            return names.Length <= 1 ? names.FirstOrDefault()
                : throw new CheckpointException(_file.Path, names[1], $"says the same as '{names[0]}'", "one of them");
        }
    }

    private LowRankPair? Pair(string name, string? down, string? up, string? alpha)
    {
        if (down is null && up is null)
        {
            return null;
        }
        if (down is null || up is null)
        {
            throw new CheckpointException(_file.Path, down ?? up, "stands alone", $"the other matrix of '{name}' ({(down is null ? "lora_down or lora_A" : "lora_up or lora_B")}) beside it");
        }
        var (a, b) = (Shape(down), Shape(up));
        if (a.Length < 2 || a.Contains(0))
        {
            throw new CheckpointException(_file.Path, down, $"has shape {TensorEntry.Print(a)}", "shape [rank, in] with a rank of 1 or more");
        }
        var rank = a[0];
        if (b.Length < 2 || b[1..].Aggregate((x, y) => x * y) != rank)
        {
            throw new CheckpointException(_file.Path, up, $"has shape {TensorEntry.Print(b)}", $"shape [out, {rank}], since '{down}' has rank {rank}");
        }
        return new LowRankPair(Take(down), Take(up), Alpha(alpha) is { } value ? value / rank : 1);
    }

    private double? Alpha(string? name)
    {
        if (name is null)
        {
            return null;
        }
        using var scope = NewDisposeScope();
        var value = _file.Load(name);
        var alpha = value.numel() == 1 ? value.to(ScalarType.Float64).reshape(1).item<double>()
            : throw new CheckpointException(_file.Path, name, $"has shape {TensorEntry.Print(value.shape)}", "one number");
        return double.IsFinite(alpha) ? alpha : throw new CheckpointException(_file.Path, name, $"is {alpha}", "a finite number");
    }

    private long[] Shape(string name) => _file.Tensors[name].Shape;

    /// <summary>A copy of a tensor, as a matrix or vector: convolutions of trainers that see linear layers as such are [out, in, 1, 1] or [out, in, P, P].</summary>
    private LoraTensor Take(string name)
    {
        var entry = _file.Tensors[name];
        if (entry.DType.Scalar is not (ScalarType.BFloat16 or ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64))
        {
            throw new CheckpointException(_file.Path, name, $"holds {entry.DType.Name} values", "BF16, F16 or F32");
        }
        using var scope = NewDisposeScope();
        var value = _file.Load(name).clone();
        var tensor = new LoraTensor(name, (entry.Shape.Length > 2 ? value.flatten(1) : value).DetachFromDisposeScope());
        _read.Add(tensor);
        return tensor;
    }
}
