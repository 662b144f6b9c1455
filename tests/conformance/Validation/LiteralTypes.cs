using PixelDiT.Graph.Values;
using static TorchSharp.torch;

namespace PixelDiT.Conformance.Validation;

/// <summary>The check of constants that the validating nodes share.</summary>
internal static class LiteralTypes
{
    /// <summary>Null for a link (null), a float or an image, else a refusal that names the type.</summary>
    public static string? ImageOrFloat(string name, object? value) => value is null or double or Tensor ? null : Refusal(name, value);

    /// <summary>Null for a link (null) or a float, else a refusal that names the type.</summary>
    public static string? Float(string name, object? value) => value is null or double ? null : Refusal(name, value);

    private static string Refusal(string name, object value) => $"Invalid type of {name}: <class '{PythonText.TypeName(value)}'>";
}
