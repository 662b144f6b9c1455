using PixelDiT.Graph.Execution;

namespace PixelDiT.Server.Jobs;

/// <summary>The graph executor as workers see it.</summary>
/// <param name="executor">The executor of the worker's device.</param>
public sealed class GraphJobExecutor(GraphExecutor executor) : IJobExecutor
{
    /// <inheritdoc />
    public ExecutionOutcome Execute(ExecutionRequest request, IExecutionObserver observer, CancellationToken cancellationToken) =>
        executor.Execute(request, observer, cancellationToken);

    /// <inheritdoc />
    public void Clear() => executor.Clear();
}
