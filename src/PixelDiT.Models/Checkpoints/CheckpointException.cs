namespace PixelDiT.Models.Checkpoints;

/// <summary>A model file that cannot be used: what is wrong with it, where, and what would be right.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Describes a fault of a file or of one tensor in it.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="tensor">Name of the tensor as the file spells it, or null when the file as a whole is at fault.</param>
    /// <param name="problem">What was found, as a phrase ("has shape [3, 8]").</param>
    /// <param name="expected">What would have been right, as a phrase ("shape [3, 16]"), or null when there is nothing to say.</param>
    /// <param name="innerException">The failure underneath, when there is one.</param>
    public CheckpointException(string file, string? tensor, string problem, string? expected = null, Exception? innerException = null)
        : base(Describe(file, tensor, problem, expected), innerException)
    {
        File = file;
        Tensor = tensor;
        Problem = problem;
        Expected = expected;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The tensor at fault, or null when the file as a whole is.</summary>
    public string? Tensor { get; }

    /// <summary>What was found.</summary>
    public string Problem { get; }

    /// <summary>What would have been right, or null.</summary>
    public string? Expected { get; }

    private static string Describe(string file, string? tensor, string problem, string? expected)
    {
        var where = tensor is null ? $"'{file}'" : $"'{file}', tensor '{tensor}'";
        return expected is null ? $"{where}: {problem}." : $"{where}: {problem}; expected {expected}.";
    }
}
