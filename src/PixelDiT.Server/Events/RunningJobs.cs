using System.Collections.Concurrent;

namespace PixelDiT.Server.Events;

/// <summary>How far the running jobs are, for clients that come in the middle.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<string, JobState> _states = new();

    /// <summary>A job goes on.</summary>
    public void Note(string jobId, ServerEvent happened)
    {
        var before = _states.GetValueOrDefault(jobId) ?? JobState.Unknown;
        _states[jobId] = happened switch
        {
            NodeStarted started => before with { Fraction = started.Fraction, Node = started, Progress = null },
            NodeProgress progress => before with { Fraction = progress.Fraction, Progress = progress },
            NodeFinished finished => before with { Fraction = finished.Fraction },
            _ => before,
        };
    }

    /// <summary>A job is over.</summary>
    public void Remove(string jobId) => _states.TryRemove(jobId, out _);

    /// <summary>How far a job is; null when it does not run.</summary>
    public JobState? Find(string jobId) => _states.GetValueOrDefault(jobId);
}

/// <summary>How far a job is.</summary>
/// <param name="Fraction">How much of it is done, 0 … 1.</param>
/// <param name="Node">The node that started last, or null.</param>
/// <param name="Progress">Its latest report, or null.</param>
internal sealed record JobState(double Fraction, NodeStarted? Node, NodeProgress? Progress)
{
    /// <summary>Nothing is known yet.</summary>
    public static readonly JobState Unknown = new(0, null, null);
}
