using PixelDiT.Graph.Execution;

namespace PixelDiT.Server.Jobs;

/// <summary>What a worker needs of the executor; called on the worker's thread only.</summary>
public interface IJobExecutor
{
    /// <summary>Runs a job to its end. Failures of nodes are outcomes, not exceptions.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="observer">Hears of it.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    ExecutionOutcome Execute(ExecutionRequest request, IExecutionObserver observer, CancellationToken cancellationToken);

    /// <summary>Drops all cached results and all state that nodes keep.</summary>
    void Clear();
}
