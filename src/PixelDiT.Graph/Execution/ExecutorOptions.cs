using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PixelDiT.Graph.Caching;

namespace PixelDiT.Graph.Execution;

/// <summary>What the host lends to the executor.</summary>
public sealed record ExecutorOptions
{
    /// <summary>Where results are kept between jobs; used by this executor alone. Default: <see cref="PressureCache"/> without pressure.</summary>
    public IOutputCache Cache { get; init; } = new PressureCache();

    /// <summary>
    /// How long an interrupted job waits for a node that does not observe its token. Then the job counts as interrupted, the log names the node, and
    /// the next job runs on another thread, while the node goes on to its end; its result is dropped. Default 30 s.
    /// </summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most nodes of one job, those of expansions included, so that a loop without end does not take all memory. Default 1,000,000.</summary>
    public int MaxNodes { get; init; } = 1_000_000;

    /// <summary>Clock of the thinning of progress reports. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Makes the log of each node class. Default: none.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Recognizes the exceptions of a device or host that is out of memory. Default: <see cref="OutOfMemoryException"/>.</summary>
    public Func<Exception, bool> IsOutOfMemory { get; init; } = e => e is OutOfMemoryException;

    /// <summary>Called once a job that ran out of memory has released its values, so that the host can free models. Default: nothing.</summary>
    public Action<Exception> OutOfMemory { get; init; } = _ => { };

    /// <summary>A hint appended to a node's error message: gets the exception and the node class, null for none. Default: none but for out of memory.</summary>
    public Func<Exception, string, string?> Tip { get; init; } = (_, _) => null;
}
