using PixelDiT.Models.Checkpoints;

namespace PixelDiT.Models.Lora;

/// <summary>Compares what a LoRA says about a layer with the layer.</summary>
internal static class LoraShapes
{
    /// <exception cref="CheckpointException">A tensor does not fit; the message says which, and what would.</exception>
    public static void Check(string path, LoraModule module, LoraTarget target)
    {
        if (module.LowRank is { } pair)
        {
            if (target.Inputs is not { } inputs)
            {
                throw new CheckpointException(path, pair.Down.Key, $"is a matrix for '{target.Layer}', which is a norm", "a '.diff' of its gain");
            }
            var rank = pair.Down.Shape[0];
            Require(pair.Down, [rank, inputs]);
            Require(pair.Up, [target.Outputs, rank]);
        }
        Require(module.Weight, target.Inputs is { } columns ? [target.Outputs, columns] : [target.Outputs]);
        Require(module.Bias, [target.Outputs]);

        void Require(LoraTensor? tensor, long[] shape)
        {
            if (tensor is not null && !tensor.Shape.SequenceEqual(shape))
            {
                throw new CheckpointException(path, tensor.Key, $"has shape {TensorEntry.Print(tensor.Shape)}", $"shape {TensorEntry.Print(shape)} for the model's layer '{target.Layer}'");
            }
        }
    }
}
