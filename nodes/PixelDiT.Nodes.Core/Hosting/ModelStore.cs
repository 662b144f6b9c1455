using PixelDiT.Models;
using PixelDiT.Models.Lora;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Models.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Hosting;

/// <summary>Where nodes get models from: one handle for each file and way of computing, shared by every node that names it. For any thread.</summary>
public sealed class ModelStore
{
    private readonly Lazy<ComputePolicy> _policy;

    /// <summary>A store without models.</summary>
    /// <param name="policy">Decides about device and element types; called once, when a model is first named, since the answer may load the tensor library.</param>
    /// <param name="registry">Keeps the handles; the host frees models through it. Default: a new one.</param>
    public ModelStore(Func<ComputePolicy> policy, ModelRegistry? registry = null)
    {
        _policy = new Lazy<ComputePolicy>(policy);
        Registry = registry ?? new ModelRegistry();
    }

    /// <summary>All models that were named so far.</summary>
    public ModelRegistry Registry { get; }

    /// <summary>Device and element types of models.</summary>
    public ComputePolicy Policy => _policy.Value;

    /// <summary>A diffusion network of either kind; nothing is loaded yet.</summary>
    /// <param name="path">Path of the file.</param>
    public ModelHandle<PixelDiTNetwork> Network(string path) => Registry.Handle(path, Policy, PixelDiTCheckpoint.Load);

    /// <summary>A text encoder; nothing is loaded yet.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="onCpu">True keeps it on the CPU whatever <see cref="Policy"/> says. Default false.</param>
    public ModelHandle<TextEncoder> TextEncoder(string path, bool onCpu = false) =>
        Registry.Handle(path, onCpu ? OnCpu(Policy) : Policy, Models.Text.TextEncoder.Load);

    /// <summary>A LoRA; nothing is loaded yet. One handle serves every device.</summary>
    /// <param name="path">Path of the file.</param>
    public ModelHandle<LoraFile> Lora(string path) => Registry.Handle(path, default(ValueTuple), static (p, _) => LoraFile.Load(p));

    private static ComputePolicy OnCpu(ComputePolicy policy) => policy with
    {
        Device = CPU,
        // What a GPU computes in bf16 may be slow on this processor.
        TextEncoderType = policy.Device.type == DeviceType.CPU || ProcessorFeatures.Detect().HasBFloat16 ? policy.TextEncoderType : ScalarType.Float32,
    };
}
