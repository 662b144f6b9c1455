namespace PixelDiT.Models.Tokenization;

/// <summary>A tokenizer model that cannot be loaded, or a text that it cannot encode.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Describes the failure.</summary>
    /// <param name="source">Where the tokenizer came from: a file's path, or file and tensor.</param>
    /// <param name="problem">What went wrong.</param>
    public TokenizerException(string source, string problem) : base($"tokenizer of '{source}': {problem}")
    {
        Origin = source;
        Problem = problem;
    }

    /// <summary>Where the tokenizer came from.</summary>
    public string Origin { get; }

    /// <summary>What went wrong.</summary>
    public string Problem { get; }
}
