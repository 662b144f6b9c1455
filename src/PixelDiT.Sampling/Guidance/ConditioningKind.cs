namespace PixelDiT.Sampling;

/// <summary>What guides a model.</summary>
public enum ConditioningKind
{
    /// <summary>A text: embeddings of floating type.</summary>
    Text,

    /// <summary>One of the classes that the model was trained with.</summary>
    Class,
}
