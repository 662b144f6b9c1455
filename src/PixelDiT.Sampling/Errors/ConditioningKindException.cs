namespace PixelDiT.Sampling;

/// <summary>A text was given to a model that takes classes, or a class to one that takes texts.</summary>
public sealed class ConditioningKindException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="conditioning">Which conditioning it is (<c>positive</c>, <c>negative</c>).</param>
    /// <param name="given">What was given.</param>
    /// <param name="needed">What the model takes.</param>
    public ConditioningKindException(string conditioning, ConditioningKind given, ConditioningKind needed)
        : base($"{conditioning} is {Describe(given)}, but {Need(needed)}.")
    {
        (Conditioning, Given, Needed) = (conditioning, given, needed);
    }

    /// <summary>Which conditioning it is.</summary>
    public string Conditioning { get; }

    /// <summary>What was given.</summary>
    public ConditioningKind Given { get; }

    /// <summary>What the model takes.</summary>
    public ConditioningKind Needed { get; }

    private static string Describe(ConditioningKind kind) => kind == ConditioningKind.Class ? "a class label" : "an encoded text";

    // The nodes that users get such values from: what to connect is what they need to know.
    private static string Need(ConditioningKind kind) => kind == ConditioningKind.Class
        ? "this model is class-conditional: it takes a class label, as PixelDiTClassLabel gives"
        : "this model is a text-to-image model: it takes an encoded text, as CLIPTextEncode gives";
}
