using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Lora;

/// <summary>
/// A LoRA file in memory: small changes to the layers of a model. It names layers in the way of its trainer; which layers of a model it means is settled by
/// <see cref="Match"/>.
/// </summary>
/// <remarks>
/// Read are the spellings of kohya (<c>lora_unet_patch_blocks_0_attn_qkv_x.lora_down.weight</c>), of diffusers and PEFT
/// (<c>transformer.patch_blocks.0.attn.qkv_x.lora_A.weight</c>), of old diffusers (<c>….lora.down.weight</c>) and of ComfyUI
/// (<c>diffusion_model.patch_blocks.0.attn.qkv_x.lora_down.weight</c>). For any thread.
/// </remarks>
public sealed class LoraFile : ILoadedModel
{
    internal LoraFile(string path, IReadOnlyList<LoraModule> modules, IReadOnlyList<string> strangers)
    {
        (Path, Modules, Strangers) = (path, modules, strangers);
        WeightBytes = Tensors.Sum(t => t.Bytes);
    }

    /// <summary>The file's path as it was given.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public long WeightBytes { get; }

    /// <summary>How many tensors the file has.</summary>
    public int KeyCount => Modules.Sum(m => m.Keys.Count) + Strangers.Count;

    /// <summary>Layers that the file changes.</summary>
    internal IReadOnlyList<LoraModule> Modules { get; }

    /// <summary>Tensors that no model can use, with the reason where there is one.</summary>
    internal IReadOnlyList<string> Strangers { get; }

    private IEnumerable<LoraTensor> Tensors =>
        Modules.SelectMany(m => new[] { m.LowRank?.Down, m.LowRank?.Up, m.Weight, m.Bias }).OfType<LoraTensor>();

    /// <summary>Reads a file whole: later changes of it on disk do not reach the tensors.</summary>
    /// <param name="path">Path of a safetensors file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="CheckpointException">The file is damaged or no LoRA, or a LoRA whose parts do not fit together; the message names the tensor.</exception>
    public static LoraFile Load(string path) => LoraReader.Read(path);

    /// <summary>Finds the layers that the file means in a model.</summary>
    /// <param name="targets">The model's layers.</param>
    /// <exception cref="CheckpointException">A layer is there, but a tensor has another shape than it.</exception>
    public LoraMatch Match(LoraTargets targets)
    {
        var pairs = new List<(LoraModule, LoraTarget)>();
        var used = new HashSet<string>();
        foreach (var module in Modules)
        {
            if (targets.Find(module.Name) is not { } target)
            {
                continue;
            }
            LoraShapes.Check(Path, module, target);
            pairs.Add((module, target));
            used.UnionWith(target.HasBias || module.Bias is null ? module.Keys : module.Keys.Where(k => k != module.Bias.Key));
        }
        return new LoraMatch(this, pairs, used);
    }

    /// <summary>Frees the tensors, on every device.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }
}
