namespace PixelDiT.Conformance.Async;

/// <summary>The failure that a node was made for.</summary>
internal sealed class IntentionalException(string kind) : Exception($"Intentional {kind} execution error for testing")
{
    /// <summary><c>sync</c> or <c>async</c>.</summary>
    public string Kind { get; } = kind;
}
