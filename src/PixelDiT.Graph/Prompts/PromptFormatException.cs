using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Prompts;

/// <summary>The text is no prompt: malformed JSON, wrong JSON types, or beyond the limits.</summary>
public sealed class PromptFormatException : Exception
{
    /// <summary>A fault of the request's form.</summary>
    /// <param name="message">What is wrong, for people.</param>
    /// <param name="details">Where, and what was found.</param>
    /// <param name="inner">The cause, if any.</param>
    public PromptFormatException(string message, string details, Exception? inner = null) : base($"{message}: {details}", inner) =>
        Error = new PromptError(ErrorTypes.InvalidRequest, message, details, []);

    /// <summary>The fault in the shape that clients get, of type <see cref="ErrorTypes.InvalidRequest"/>.</summary>
    public PromptError Error { get; }
}
