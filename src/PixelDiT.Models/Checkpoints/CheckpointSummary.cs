namespace PixelDiT.Models.Checkpoints;

/// <summary>How much of a file is of one element type.</summary>
/// <param name="Name">The type's name, e.g. <c>BF16</c>.</param>
/// <param name="Tensors">Tensors of it.</param>
/// <param name="Elements">Their elements.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record TypeShare(string Name, int Tensors, long Elements, long Bytes);

/// <summary>What a model file is, told from what describes its tensors; no weights are read.</summary>
public sealed record CheckpointSummary
{
    /// <summary>The path as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>What kind of file it is.</summary>
    public required string Container { get; init; }

    /// <summary>What it holds, with an article.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether this project runs it.</summary>
    public required bool IsRunnable { get; init; }

    /// <summary>Why not, though it is of such a kind; or null.</summary>
    public required string? Problem { get; init; }

    /// <summary>Bytes of all files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Tensors in the file.</summary>
    public required int Tensors { get; init; }

    /// <summary>Parameters: of the model where it is known, else the elements of all tensors.</summary>
    public required long Parameters { get; init; }

    /// <summary>What the names of the model's tensors begin with; null when the model is not known.</summary>
    public required string? Prefix { get; init; }

    /// <summary>The model's sizes.</summary>
    public required IReadOnlyList<(string Name, long Value)> Sizes { get; init; }

    /// <summary>The element types of the model's tensors, or of all.</summary>
    public required IReadOnlyList<TypeShare> Types { get; init; }

    /// <summary>The formats of quantized weights, and how many weights there are of each.</summary>
    public required IReadOnlyList<(string Format, int Weights)> Quantization { get; init; }

    /// <summary>Tensors that the model does not use, by the first part of their names.</summary>
    public required IReadOnlyList<(string Name, int Tensors)> Ignored { get; init; }

    /// <summary>The free-form metadata.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Looks at a model.</summary>
    /// <param name="path">Any container that <see cref="Checkpoint.Open"/> reads.</param>
    /// <exception cref="CheckpointException">The file is none, or damaged.</exception>
    public static CheckpointSummary Read(string path)
    {
        using var file = Checkpoint.Open(path);
        KnownModel? model = null;
        string? problem = null;
        try
        {
            model = KnownModel.Find(file);
        }
        catch (CheckpointException e)
        {
            problem = e.Message;
        }

        var own = model?.Parameters.Select(p => file.Tensors[model.Prefix + p.Name]).ToList() ?? [.. file.Tensors.Values];
        var used = own.Select(t => t.Name).Concat(model?.Attachments ?? []).ToHashSet();
        var quantized = problem is null ? own.Select(t => file.Quantization.Find(t, model?.Prefix ?? "")).OfType<Fp8Weight>().ToList() : [];
        used.UnionWith(quantized.Select(q => q.Scale?.Name).OfType<string>());
        var rest = file.Tensors.Keys.Where(n => !used.Contains(n) && !QuantizationIndex.IsHelper(n));
        List<(string, int)> ignored = [.. rest.GroupBy(n => n.Split('.')[0]).Select(g => (g.Key, g.Count())).OrderBy(g => g.Key, StringComparer.Ordinal)];
        if (file.OtherTensors > 0)
        {
            ignored.Add(("(outside the state_dict)", file.OtherTensors));
        }
        return new CheckpointSummary
        {
            Path = path,
            Container = file.Container,
            Kind = model?.Kind ?? CheckpointKind.Describe(file.Tensors.Keys),
            IsRunnable = model is not null,
            Problem = problem,
            Bytes = file.Length,
            Tensors = file.Tensors.Count,
            Parameters = model?.Parameters.Sum(p => p.Shape.Aggregate(1L, (a, b) => a * b)) ?? own.Where(t => !QuantizationIndex.IsHelper(t.Name)).Sum(t => t.Count),
            Prefix = model?.Prefix,
            Sizes = model?.Sizes ?? [],
            Types = [.. own.GroupBy(t => t.DType.Name).Select(g => new TypeShare(g.Key, g.Count(), g.Sum(t => t.Count), g.Sum(t => t.Length))).OrderByDescending(t => t.Bytes)],
            Quantization = [.. quantized.GroupBy(q => q.Format.Name).Select(g => (g.Key, g.Count()))],
            Ignored = ignored,
            Metadata = file.Metadata,
        };
    }
}
