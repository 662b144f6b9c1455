using PixelDiT.Models;
using PixelDiT.Models.PixelDiT;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>A network in use, as samplers see it. It stays loaded until this is disposed.</summary>
internal sealed class OpenNetwork : IFlowModel, IDisposable
{
    private readonly ModelLease<PixelDiTT2I> _lease;

    /// <summary>Loads the network unless it is loaded.</summary>
    public OpenNetwork(ModelHandle<PixelDiTT2I> handle) => _lease = handle.Rent();

    /// <inheritdoc />
    public Device Device => _lease.Model.Device;

    /// <inheritdoc />
    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context) => _lease.Model.Forward(x, timesteps, context);

    /// <inheritdoc />
    public long WorkingBytes(int rows, int height, int width, int tokens) => _lease.Model.WorkingBytes(rows, height, width, tokens);

    /// <summary>Refuses pictures that cannot be cut into patches, before any work is done.</summary>
    /// <exception cref="UnsupportedImageSizeException">Width or height is no multiple of the patch.</exception>
    public void RequireSize(Tensor latent)
    {
        var patch = _lease.Model.Config.PatchSize;
        var (height, width) = (latent.shape[^2], latent.shape[^1]);
        if (height % patch != 0 || width % patch != 0)
        {
            throw new UnsupportedImageSizeException(width, height, patch);
        }
    }

    public void Dispose() => _lease.Dispose();
}
