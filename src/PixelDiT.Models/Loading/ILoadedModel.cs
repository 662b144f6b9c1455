namespace PixelDiT.Models;

/// <summary>A model in memory; disposing it frees its weights.</summary>
public interface ILoadedModel : IDisposable
{
    /// <summary>Bytes of weights as the file stores them.</summary>
    long WeightBytes { get; }
}
