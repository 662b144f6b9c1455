using PixelDiT.Models.Checkpoints;
using PixelDiT.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Models.PixelDiT;

/// <summary>
/// A PixelDiT: a diffusion transformer on pixels, without VAE. Patch tokens run through patch blocks; their result conditions pixel blocks that work on every
/// pixel. https://arxiv.org/abs/2511.20645. What the image shall show enters through the patch path, which <see cref="PixelDiTT2I"/> and
/// <see cref="PixelDiTC2I"/> have each their own of.
/// </summary>
/// <remarks>
/// Not for two threads at once: position tables are cached between calls. Weights stay in the file's element type; on the CPU they are the file's own pages.
/// </remarks>
public abstract class PixelDiTNetwork : ILoadedModel
{
    private protected const double Eps = 1e-6;

    private readonly PixelDiTConfig _config;
    private readonly Linear _patchEmbedder;
    private readonly TimestepEmbedder _timeEmbedder;
    private readonly Linear _pixelEmbedder;
    private readonly PiTBlock[] _pixelBlocks;
    private readonly RmsNorm _finalNorm;
    private readonly Linear _finalLinear;
    private readonly AdapterSlot _adapters;

    private protected PixelDiTNetwork(WeightReader weights, PixelDiTConfig config, Device device, long weightBytes)
    {
        (_config, WeightBytes, Device, ComputeType) = (config, weightBytes, device, weights.ComputeType);
        _patchEmbedder = Linear.Read(weights.At("s_embedder.proj"), config.Width, (long)config.Channels * config.PatchPixels, bias: true);
        _timeEmbedder = new TimestepEmbedder(weights.At("t_embedder"), config.Width, device);
        _pixelEmbedder = Linear.Read(weights.At("pixel_embedder.proj"), config.PixelWidth, config.Channels, bias: true);
        _pixelBlocks = [.. Enumerable.Range(0, config.PixelBlocks).Select(i => new PiTBlock(weights.At($"pixel_blocks.{i}"), config, Eps))];
        _finalNorm = RmsNorm.Read(weights.At("final_layer.norm"), config.PixelWidth, Eps);
        _finalLinear = Linear.Read(weights.At("final_layer.linear"), config.Channels, config.PixelWidth, bias: true);
        _adapters = weights.Adapters;
        Positions = new PositionCache(config, device, ComputeType);
    }

    /// <summary>The sizes found in the file.</summary>
    public PixelDiTConfig Config => _config;

    /// <inheritdoc/>
    public long WeightBytes { get; }

    /// <summary>Where weights and arithmetic are; inputs of <see cref="Forward"/> may be elsewhere.</summary>
    public Device Device { get; }

    /// <summary>Element type of the arithmetic.</summary>
    public ScalarType ComputeType { get; }

    /// <summary>Called with the name and value of every stage of a forward pass: for tests. The value lives until the call returns.</summary>
    internal Action<string, Tensor>? StageObserver { get; set; }

    private protected PositionCache Positions { get; }

    /// <summary>About how much memory one evaluation takes beside the weights, in bytes: an upper estimate.</summary>
    /// <param name="batch">Images, B.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="tokens">Tokens of the condition, T.</param>
    public long WorkingBytes(long batch, long height, long width, long tokens) =>
        WorkingMemory.Bytes(_config, ComputeType == ScalarType.Float32 ? 4 : 2, batch, height, width, StreamTokens(tokens));

    /// <summary>One evaluation of the network.</summary>
    /// <param name="x">Noisy images [B, 3, H, W], values about [-1, 1] plus noise, any floating type; H and W multiples of the patch size.</param>
    /// <param name="timesteps">[B], in the model's own unit and direction.</param>
    /// <param name="condition">What the images shall show, one row each, as the model takes it.</param>
    /// <param name="adapters">What is added to the layers in this evaluation, on the network's device; null (the default) for nothing.</param>
    /// <returns>The velocity in the model's own direction, [B, 3, H, W] float32, in the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the adapters are another model's; the message names it.</exception>
    public Tensor Forward(Tensor x, Tensor timesteps, Tensor condition, AdapterSet? adapters = null)
    {
        using var bound = _adapters.Bind(adapters);
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        CheckInputs(x, timesteps);
        CheckCondition(condition, x.shape[0]);
        return Run(x.to(Device), timesteps.to(Device), condition.to(Device)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _patchEmbedder.Dispose();
        _timeEmbedder.Dispose();
        DisposeConditionPath();
        _pixelEmbedder.Dispose();
        Array.ForEach(_pixelBlocks, b => b.Dispose());
        _finalNorm.Dispose();
        _finalLinear.Dispose();
        Positions.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Refuses a condition that the network cannot take.</summary>
    /// <exception cref="ArgumentException">It does not fit; the message says what would.</exception>
    private protected abstract void CheckCondition(Tensor condition, long batch);

    /// <summary>The patch blocks and all that only they use.</summary>
    /// <param name="s">Patch tokens [B, L, D].</param>
    /// <param name="time">Time embedding [B, D].</param>
    /// <param name="condition">What was given to <see cref="Forward"/>, on the device.</param>
    /// <param name="positions">Rotary table of L rows.</param>
    /// <returns>Patch tokens [B, L, D].</returns>
    private protected abstract Tensor PatchPath(Tensor s, Tensor time, Tensor condition, RotaryTable positions);

    /// <summary>How many of a condition's tokens run beside the patch tokens.</summary>
    private protected abstract long StreamTokens(long tokens);

    private protected abstract void DisposeConditionPath();

    private protected void Observe(string stage, Tensor value) => StageObserver?.Invoke(stage, value);

    private Tensor Run(Tensor x, Tensor timesteps, Tensor condition)
    {
        var (b, rows, columns) = (x.shape[0], (int)(x.shape[2] / _config.PatchSize), (int)(x.shape[3] / _config.PatchSize));
        var positions = Positions.Image(rows, columns);
        x = x.to(ComputeType).contiguous();

        var time = _timeEmbedder.Forward(timesteps);                                                    // [B, D]
        Observe("t_embedder", time);
        var s = _patchEmbedder.Forward(Patches(x, rows, columns));                                      // [B, L, D]
        Observe("s_embedder", s);
        s = PatchPath(s, time, condition, positions.Patches);                                           // [B, L, D]
        s = nn.functional.silu(s + time.unsqueeze(1)).view(b * rows * columns, _config.Width);          // [B·L, D]

        var pixels = Pixels(x, rows, columns, positions.Pixels);                                        // [B·L, P², Dp]
        Observe("pixel_embedder", pixels);
        for (var i = 0; i < _pixelBlocks.Length; i++)
        {
            pixels = PixelBlock(i, pixels, s, b, positions.Compressed);
        }
        // float32 from here: the velocity goes into the sampler's float32 arithmetic.
        var velocity = _finalLinear.ForwardFloat32(_finalNorm.Forward(pixels.to(float32)));             // [B·L, P², C]
        return Fold(velocity, b, rows, columns);
    }

    private Tensor PixelBlock(int i, Tensor pixels, Tensor condition, long batch, RotaryTable positions)
    {
        using var scope = NewDisposeScope();
        var next = _pixelBlocks[i].Forward(pixels, condition, batch, positions);
        Observe($"pixel_blocks.{i}", next);
        return next.MoveToOuterDisposeScope();
    }

    /// <summary>[B, C, H, W] → [B, L, C·P²], patches row by row, channel-major inside.</summary>
    private Tensor Patches(Tensor x, int rows, int columns)
    {
        var (b, c, p) = (x.shape[0], _config.Channels, _config.PatchSize);
        return x.view(b, c, rows, p, columns, p)
            .permute(0, 2, 4, 1, 3, 5)                                                                  // [B, Hs, Ws, C, P, P]
            .reshape(b, rows * columns, c * p * p);
    }

    /// <summary>[B, C, H, W] → pixel tokens [B·L, P², Dp].</summary>
    private Tensor Pixels(Tensor x, int rows, int columns, Tensor positions)
    {
        var (b, c, p) = (x.shape[0], _config.Channels, _config.PatchSize);
        var colours = x.view(b, c, rows, p, columns, p)
            .permute(0, 2, 4, 3, 5, 1)                                                                  // [B, Hs, Ws, P, P, C]
            .reshape(b, rows * columns, p * p, c);
        return (_pixelEmbedder.Forward(colours) + positions)                                            // [B, L, P², Dp]
            .view(b * rows * columns, p * p, _config.PixelWidth);
    }

    /// <summary>[B·L, P², C] → [B, C, H, W].</summary>
    private Tensor Fold(Tensor pixels, long b, int rows, int columns)
    {
        var (c, p) = (_config.Channels, _config.PatchSize);
        return pixels.view(b, rows, columns, p, p, c)
            .permute(0, 5, 1, 3, 2, 4)                                                                  // [B, C, Hs, P, Ws, P]
            .reshape(b, c, rows * p, columns * p);
    }

    private void CheckInputs(Tensor x, Tensor timesteps)
    {
        var image = x.shape;
        if (image.Length != 4 || image[1] != _config.Channels)
        {
            throw new ArgumentException($"x has shape {TensorEntry.Print(image)}; expected [B, {_config.Channels}, H, W]", nameof(x));
        }
        var (height, width) = (image[2], image[3]);
        if (height < 1 || width < 1 || height % _config.PatchSize != 0 || width % _config.PatchSize != 0)
        {
            throw new ArgumentException($"an image of {width}×{height} pixels cannot be cut into patches; width and height must be multiples of {_config.PatchSize}", nameof(x));
        }
        if (timesteps.shape is not [var times] || times != image[0])
        {
            throw new ArgumentException($"timesteps has shape {TensorEntry.Print(timesteps.shape)}; expected [{image[0]}], one for each image", nameof(timesteps));
        }
    }
}
