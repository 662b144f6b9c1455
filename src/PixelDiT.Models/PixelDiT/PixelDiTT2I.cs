using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// The text-to-image PixelDiT: a diffusion transformer on pixels, without VAE. Patch tokens and text run through MM-DiT blocks; their result conditions
/// pixel blocks that work on every pixel. https://arxiv.org/abs/2511.20645
/// </summary>
/// <remarks>
/// Not for two threads at once: position tables are cached between calls. Weights stay in the file's element type; on the CPU they are the file's own pages.
/// </remarks>
public sealed class PixelDiTT2I : ILoadedModel
{
    private const double Eps = 1e-6;

    private readonly Device _device;
    private readonly ScalarType _computeType;
    private readonly Linear _patchEmbedder;
    private readonly TimestepEmbedder _timeEmbedder;
    private readonly Linear _textEmbedder;
    private readonly RmsNorm _textNorm;
    private readonly Tensor _textPositions;     // [1, T, D]
    private readonly MMDiTBlock[] _patchBlocks;
    private readonly Linear _pixelEmbedder;
    private readonly PiTBlock[] _pixelBlocks;
    private readonly RmsNorm _finalNorm;
    private readonly Linear _finalLinear;
    private readonly PositionCache _positions;
    private readonly AdapterSlot _adapters;

    private PixelDiTT2I(WeightReader weights, PixelDiTConfig config, Device device, long weightBytes)
    {
        (Config, WeightBytes, _device, _computeType) = (config, weightBytes, device, weights.ComputeType);
        _patchEmbedder = Linear.Read(weights.At("s_embedder.proj"), config.Width, (long)config.Channels * config.PatchPixels, bias: true);
        _timeEmbedder = new TimestepEmbedder(weights.At("t_embedder"), config.Width, device);
        _textEmbedder = Linear.Read(weights.At("y_embedder.proj"), config.Width, config.TextWidth, bias: true);
        _textNorm = RmsNorm.Read(weights.At("y_embedder.norm"), config.Width, Eps);
        _textPositions = weights.Small("y_pos_embedding", _computeType, 1, config.TextLength, config.Width);
        _patchBlocks = [.. Enumerable.Range(0, config.PatchBlocks).Select(i => new MMDiTBlock(weights.At($"patch_blocks.{i}"), config, Eps))];
        _pixelEmbedder = Linear.Read(weights.At("pixel_embedder.proj"), config.PixelWidth, config.Channels, bias: true);
        _pixelBlocks = [.. Enumerable.Range(0, config.PixelBlocks).Select(i => new PiTBlock(weights.At($"pixel_blocks.{i}"), config, Eps))];
        _finalNorm = RmsNorm.Read(weights.At("final_layer.norm"), config.PixelWidth, Eps);
        _finalLinear = Linear.Read(weights.At("final_layer.linear"), config.Channels, config.PixelWidth, bias: true);
        _positions = new PositionCache(config, device, _computeType);
        _adapters = weights.Adapters;
    }

    /// <summary>The sizes found in the file.</summary>
    public PixelDiTConfig Config { get; }

    /// <inheritdoc/>
    public long WeightBytes { get; }

    /// <summary>Where weights and arithmetic are; inputs of <see cref="Forward"/> may be elsewhere.</summary>
    public Device Device => _device;

    /// <summary>Element type of the arithmetic.</summary>
    public ScalarType ComputeType => _computeType;

    /// <summary>Called with the name and value of every stage of a forward pass: for tests. The value lives until the call returns.</summary>
    internal Action<string, Tensor>? StageObserver { get; set; }

    /// <summary>Loads a checkpoint; returns when its weights are in memory (CPU) or on the device.</summary>
    /// <param name="path">A file with the published key layout, with or without the prefixes <c>core.</c>, <c>net.</c>, <c>model.diffusion_model.</c>.</param>
    /// <param name="policy">Device and network element type; the machine's defaults when null.</param>
    /// <exception cref="CheckpointException">The file is damaged, incomplete, or another kind of model; the message says which.</exception>
    public static PixelDiTT2I Load(string path, ComputePolicy? policy = null)
    {
        policy ??= ComputePolicy.Default;
        using var file = Checkpoint.Open(path);
        var (weights, config, entries) = Open(file, policy.Device, policy.NetworkType);
        using var scope = NewDisposeScope();
        file.Prefetch(entries.Select(e => e.Name));
        return weights.Build(w => new PixelDiTT2I(w, config, policy.Device, entries.Sum(e => e.Length)));
    }

    /// <summary>Reads a checkpoint's header and checks every tensor's presence, shape and type, without reading weights.</summary>
    /// <param name="path">A model file of any container.</param>
    /// <returns>The sizes found in the file.</returns>
    /// <exception cref="CheckpointException">The file is damaged, incomplete, or another kind of model; the message says which.</exception>
    public static PixelDiTConfig Check(string path)
    {
        using var file = Checkpoint.Open(path);
        return Open(file, CPU, ScalarType.Float32).Config;
    }

    /// <summary>About how much memory one evaluation takes beside the weights, in bytes: an upper estimate.</summary>
    /// <param name="batch">Images, B.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="tokens">Text tokens, T.</param>
    public long WorkingBytes(long batch, long height, long width, long tokens) =>
        WorkingMemory.Bytes(Config, _computeType == ScalarType.Float32 ? 4 : 2, batch, height, width, tokens);

    /// <summary>One evaluation of the network.</summary>
    /// <param name="x">Noisy images [B, 3, H, W], values about [-1, 1] plus noise, any floating type; H and W multiples of the patch size.</param>
    /// <param name="timesteps">[B], 1000·σ: 1000 = noise, 0 = image.</param>
    /// <param name="context">Text embeddings [B, T, text width], any floating type; tokens beyond the network's text table are left out.</param>
    /// <param name="adapters">What is added to the layers in this evaluation, on the network's device; null (the default) for nothing.</param>
    /// <returns>The velocity noise - image, [B, 3, H, W] float32, in the caller's dispose scope; the image is x - σ·velocity.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the adapters are another model's; the message names it.</exception>
    public Tensor Forward(Tensor x, Tensor timesteps, Tensor context, AdapterSet? adapters = null)
    {
        CheckInputs(x, timesteps, context);
        using var bound = _adapters.Bind(adapters);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        return Run(x.to(_device), timesteps.to(_device), context.to(_device)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _patchEmbedder.Dispose();
        _timeEmbedder.Dispose();
        _textEmbedder.Dispose();
        _textNorm.Dispose();
        _textPositions.Dispose();
        Array.ForEach(_patchBlocks, b => b.Dispose());
        _pixelEmbedder.Dispose();
        Array.ForEach(_pixelBlocks, b => b.Dispose());
        _finalNorm.Dispose();
        _finalLinear.Dispose();
        _positions.Dispose();
    }

    private static (WeightReader Weights, PixelDiTConfig Config, IReadOnlyList<TensorEntry> Entries) Open(Checkpoint file, Device device, ScalarType computeType)
    {
        var prefix = PixelDiTLayout.FindPrefix(file);
        var weights = new WeightReader(file, prefix, device, computeType);
        var config = PixelDiTLayout.ReadConfig(file, prefix, weights);
        // The whole layout is checked before any weight is read.
        return (weights, config, weights.Check(config.Parameters()));
    }

    private Tensor Run(Tensor x, Tensor timesteps, Tensor context)
    {
        var (b, rows, columns) = (x.shape[0], (int)(x.shape[2] / Config.PatchSize), (int)(x.shape[3] / Config.PatchSize));
        var length = (int)Math.Min(context.shape[1], Config.TextLength);
        var image = _positions.Image(rows, columns);
        var text = _positions.Text(length);
        x = x.to(_computeType).contiguous();

        var time = _timeEmbedder.Forward(timesteps);                                                    // [B, D]
        Observe("t_embedder", time);
        var y = Text(context, length);                                                                  // [B, T, D]
        var s = _patchEmbedder.Forward(Patches(x, rows, columns));                                      // [B, L, D]
        Observe("s_embedder", s);

        var condition = nn.functional.silu(time);
        for (var i = 0; i < _patchBlocks.Length; i++)
        {
            var keepText = i < _patchBlocks.Length - 1 || StageObserver is not null;
            (s, y) = PatchBlock(i, s, y, condition, image.Patches, text, keepText);
        }
        s = nn.functional.silu(s + time.unsqueeze(1)).view(b * rows * columns, Config.Width);           // [B·L, D]

        var pixels = Pixels(x, rows, columns, image.Pixels);                                            // [B·L, P², Dp]
        Observe("pixel_embedder", pixels);
        for (var i = 0; i < _pixelBlocks.Length; i++)
        {
            pixels = PixelBlock(i, pixels, s, b, image.Compressed);
        }
        // float32 from here: the velocity goes into the sampler's float32 arithmetic.
        var velocity = _finalLinear.ForwardFloat32(_finalNorm.Forward(pixels.to(float32)));             // [B·L, P², C]
        return Fold(velocity, b, rows, columns);
    }

    /// <summary>One patch block; what it allocates besides its results is freed.</summary>
    private (Tensor S, Tensor Y) PatchBlock(int i, Tensor s, Tensor y, Tensor condition, RotaryTable image, RotaryTable text, bool keepText)
    {
        using var scope = NewDisposeScope();
        var (nextS, nextY) = _patchBlocks[i].Forward(s, y, condition, image, text, keepText);
        Observe($"patch_blocks.{i}.x", nextS);
        if (nextY is not null)
        {
            Observe($"patch_blocks.{i}.y", nextY);
        }
        return (nextS.MoveToOuterDisposeScope(), nextY?.MoveToOuterDisposeScope() ?? y);
    }

    private Tensor PixelBlock(int i, Tensor pixels, Tensor condition, long batch, RotaryTable positions)
    {
        using var scope = NewDisposeScope();
        var next = _pixelBlocks[i].Forward(pixels, condition, batch, positions);
        Observe($"pixel_blocks.{i}", next);
        return next.MoveToOuterDisposeScope();
    }

    private Tensor Text(Tensor context, int length)
    {
        var y = _textNorm.Forward(_textEmbedder.Forward(context.narrow(1, 0, length).to(_computeType)));
        Observe("y_embedder", y);
        return y + _textPositions.narrow(1, 0, length);
    }

    /// <summary>[B, C, H, W] → [B, L, C·P²], patches row by row, channel-major inside.</summary>
    private Tensor Patches(Tensor x, int rows, int columns)
    {
        var (b, c, p) = (x.shape[0], Config.Channels, Config.PatchSize);
        return x.view(b, c, rows, p, columns, p)
            .permute(0, 2, 4, 1, 3, 5)                                                                  // [B, Hs, Ws, C, P, P]
            .reshape(b, rows * columns, c * p * p);
    }

    /// <summary>[B, C, H, W] → pixel tokens [B·L, P², Dp].</summary>
    private Tensor Pixels(Tensor x, int rows, int columns, Tensor positions)
    {
        var (b, c, p) = (x.shape[0], Config.Channels, Config.PatchSize);
        var colours = x.view(b, c, rows, p, columns, p)
            .permute(0, 2, 4, 3, 5, 1)                                                                  // [B, Hs, Ws, P, P, C]
            .reshape(b, rows * columns, p * p, c);
        return (_pixelEmbedder.Forward(colours) + positions)                                            // [B, L, P², Dp]
            .view(b * rows * columns, p * p, Config.PixelWidth);
    }

    /// <summary>[B·L, P², C] → [B, C, H, W].</summary>
    private Tensor Fold(Tensor pixels, long b, int rows, int columns)
    {
        var (c, p) = (Config.Channels, Config.PatchSize);
        return pixels.view(b, rows, columns, p, p, c)
            .permute(0, 5, 1, 3, 2, 4)                                                                  // [B, C, Hs, P, Ws, P]
            .reshape(b, c, rows * p, columns * p);
    }

    private void Observe(string stage, Tensor value) => StageObserver?.Invoke(stage, value);

    private void CheckInputs(Tensor x, Tensor timesteps, Tensor context)
    {
        var (image, text) = (x.shape, context.shape);
        if (image.Length != 4 || image[1] != Config.Channels)
        {
            throw new ArgumentException($"x has shape {TensorEntry.Print(image)}; expected [B, {Config.Channels}, H, W]", nameof(x));
        }
        var (height, width) = (image[2], image[3]);
        if (height < 1 || width < 1 || height % Config.PatchSize != 0 || width % Config.PatchSize != 0)
        {
            throw new ArgumentException($"an image of {width}×{height} pixels cannot be cut into patches; width and height must be multiples of {Config.PatchSize}", nameof(x));
        }
        if (timesteps.shape is not [var times] || times != image[0])
        {
            throw new ArgumentException($"timesteps has shape {TensorEntry.Print(timesteps.shape)}; expected [{image[0]}], one for each image", nameof(timesteps));
        }
        if (text.Length != 3 || text[0] != image[0] || text[1] < 1 || text[2] != Config.TextWidth)
        {
            throw new ArgumentException($"context has shape {TensorEntry.Print(text)}; expected [{image[0]}, T, {Config.TextWidth}]", nameof(context));
        }
    }
}
