namespace PixelDiT.Server.Storage;

/// <summary>The file that keeps queue and history cannot be used; the message says what to do.</summary>
public sealed class JobStoreException : Exception
{
    /// <summary>A fault of the store.</summary>
    /// <param name="problem">Its kind.</param>
    /// <param name="file">The file.</param>
    /// <param name="message">What is wrong and what to do, naming the file.</param>
    /// <param name="inner">The cause, if any.</param>
    public JobStoreException(JobStoreProblem problem, string file, string message, Exception? inner = null) : base(message, inner) => (Problem, File) = (problem, file);

    /// <summary>Its kind.</summary>
    public JobStoreProblem Problem { get; }

    /// <summary>The file.</summary>
    public string File { get; }
}

/// <summary>What is wrong with a store.</summary>
public enum JobStoreProblem
{
    /// <summary>Another process uses it.</summary>
    InUse,

    /// <summary>A newer version of the program wrote it.</summary>
    NewerVersion,

    /// <summary>The file is something else.</summary>
    ForeignFile,

    /// <summary>It cannot be opened or made: permissions, a missing disk.</summary>
    NotAccessible,

    /// <summary>Reading or writing failed while the server ran: a full disk, a broken file.</summary>
    Failed,
}
