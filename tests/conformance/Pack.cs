namespace PixelDiT.Conformance;

/// <summary>What the recordings say of the pack as a whole.</summary>
internal static class Pack
{
    /// <summary>The <c>python_module</c> of every node.</summary>
    public const string Module = "custom_nodes.testing-pack";
}
