using System.Diagnostics.CodeAnalysis;

namespace PixelDiT.Imaging;

/// <summary>Why an image could not be read or written.</summary>
public enum ImageFailure
{
    /// <summary>The bytes begin like no format that is read here.</summary>
    UnknownFormat,

    /// <summary>The format is known, but this machine's libvips has no codec for it.</summary>
    MissingCodec,

    /// <summary>The file is truncated or contradicts itself.</summary>
    Damaged,

    /// <summary>A limit of <see cref="ImageLimits"/> was exceeded; nothing was decoded.</summary>
    TooLarge,

    /// <summary>The machine ran out of memory.</summary>
    OutOfMemory,

    /// <summary>The pixels, or a parameter, cannot be written in this format.</summary>
    NotEncodable,

    /// <summary>Text is to be drawn and no font is installed.</summary>
    MissingFont,
}

/// <summary>An image that cannot be read or written. The message reads "subject: problem; expected …".</summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes an exception whose message is put together from its parts.</summary>
    /// <param name="failure">The kind of failure.</param>
    /// <param name="subject">The file, or what stands for it.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="expected">What would have been right.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public ImageException(ImageFailure failure, string subject, string problem, string expected, Exception? innerException = null)
        : base($"{subject}: {problem}; expected {expected}", innerException)
    {
        Failure = failure;
        Subject = subject;
        Problem = problem;
        Expected = expected;
    }

    /// <summary>The kind of failure.</summary>
    public ImageFailure Failure { get; }

    /// <summary>The file, or what stands for it when the image came as bytes.</summary>
    public string Subject { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }

    /// <summary>What would have been right.</summary>
    public string Expected { get; }

    [DoesNotReturn]
    internal static void Throw(ImageFailure failure, string subject, string problem, string expected) =>
        throw new ImageException(failure, subject, problem, expected);
}
