using PixelDiT.Models.Gemma2;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Models.Tokenization;
using static TorchSharp.torch;

namespace PixelDiT.Models.Checkpoints;

/// <summary>A model that this project runs, found in a file.</summary>
/// <param name="Kind">What it is, with an article.</param>
/// <param name="Prefix">What its tensors' names begin with.</param>
/// <param name="Sizes">Its sizes by their names, in the order in which a reader wants them.</param>
/// <param name="Parameters">Every parameter's name below the prefix, with the shape it must have.</param>
public sealed record KnownModel(string Kind, string Prefix, IReadOnlyList<(string Name, long Value)> Sizes, IReadOnlyList<(string Name, long[] Shape)> Parameters)
{
    /// <summary>Tensors besides the parameters that belong to the model: a text encoder's tokenizer.</summary>
    public IReadOnlyList<string> Attachments { get; private init; } = [];

    /// <summary>Files beside the model's that belong to it, each with the name under which the model's own file could hold it.</summary>
    public IReadOnlyList<(string Name, string Path)> FilesBeside { get; private init; } = [];

    /// <summary>Looks for one; reads no weights.</summary>
    /// <param name="file">The open file.</param>
    /// <returns>The model, or null when the file holds another kind.</returns>
    /// <exception cref="CheckpointException">The file holds one and it is incomplete, or its shapes contradict each other.</exception>
    public static KnownModel? Find(Checkpoint file)
    {
        var kind = CheckpointKind.Describe(file.Tensors.Keys);
        var model = kind is CheckpointKind.PixelDiTTextToImage or CheckpointKind.PixelDiTClassToImage ? PixelDiT(file, kind)
            : kind == CheckpointKind.Gemma2TextEncoder ? Gemma2(file)
            : null;
        _ = model?.Reader(file).Check(model.Parameters);
        return model;
    }

    /// <summary>Reads the model's weights on the CPU.</summary>
    internal WeightReader Reader(Checkpoint file) => new(file, Prefix, CPU, ScalarType.Float32);

    private static KnownModel PixelDiT(Checkpoint file, string kind)
    {
        var prefix = PixelDiTLayout.FindPrefix<PixelDiTNetwork>(file);
        var config = PixelDiTLayout.ReadConfig(file, prefix, new WeightReader(file, prefix, CPU, ScalarType.Float32));
        List<(string, long)> sizes =
        [
            ("patch_size", config.PatchSize), ("width", config.Width), ("heads", config.Heads), ("mlp_width", config.MlpWidth), ("patch_blocks", config.PatchBlocks),
            ("pixel_width", config.PixelWidth), ("pixel_attention_width", config.PixelAttentionWidth), ("pixel_attention_heads", config.PixelAttentionHeads),
            ("pixel_blocks", config.PixelBlocks),
        ];
        sizes.AddRange(config switch
        {
            PixelDiTT2IConfig text => [("text_width", text.TextWidth), ("text_length", text.TextLength)],
            PixelDiTC2IConfig classes => [("classes", classes.Classes)],
            _ => [],
        });
        return new KnownModel(kind, prefix, sizes, [.. config.Parameters()]);
    }

    private static KnownModel Gemma2(Checkpoint file)
    {
        var prefix = Gemma2Layout.FindPrefix(file);
        var config = Gemma2Layout.ReadConfig(file, prefix, new WeightReader(file, prefix, CPU, ScalarType.Float32));
        List<(string, long)> sizes =
        [
            ("vocabulary", config.VocabularySize), ("width", config.Width), ("mlp_width", config.MlpWidth), ("layers", config.Layers), ("heads", config.Heads),
            ("key_value_heads", config.KeyValueHeads), ("head_width", config.HeadWidth),
        ];
        return new KnownModel(CheckpointKind.Gemma2TextEncoder, prefix, sizes, [.. config.Parameters()])
        {
            Attachments = file.Tensors.ContainsKey(SentencePieceTokenizer.TensorName) ? [SentencePieceTokenizer.TensorName] : [],
            FilesBeside =
            [
                .. Beside(SentencePieceTokenizer.TensorName, "tokenizer.model", file.Tensors.ContainsKey(SentencePieceTokenizer.TensorName)),
                .. Beside(Gemma2Layout.ConfigurationKey, "config.json", file.Metadata.ContainsKey(Gemma2Layout.ConfigurationKey)),
            ],
        };

        IEnumerable<(string Name, string Path)> Beside(string name, string fileName, bool isInside)
        {
            var path = Path.Combine(file.Folder, fileName);
            return !isInside && File.Exists(path) ? [(name, path)] : [];
        }
    }
}
