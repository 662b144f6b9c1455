namespace TorchSharp.Modules;

/// <summary>The Gaussian error linear unit; here only the home of <see cref="Approximate"/>.</summary>
public sealed class GELU
{
    private GELU()
    {
    }

    /// <summary>How the normal distribution's cumulative function is computed.</summary>
    public enum Approximate
    {
        /// <summary>With the error function.</summary>
        none = 0,

        /// <summary>With tanh.</summary>
        tanh = 1,
    }
}
