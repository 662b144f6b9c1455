using PixelDiT.Models.PixelDiT;
using PixelDiT.Sampling;
using TorchSharp;
using static TorchSharp.torch;

namespace PixelDiT.Nodes.Core.Samplers;

/// <summary>A network as samplers see it; it borrows the network.</summary>
internal sealed class NetworkFlowModel(PixelDiTT2I network) : IFlowModel
{
    public Device Device => network.Device;

    public Tensor Velocity(Tensor x, Tensor timesteps, Tensor context) => network.Forward(x, timesteps, context);

    public long WorkingBytes(int rows, int height, int width, int tokens) => network.WorkingBytes(rows, height, width, tokens);
}
