using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The started calls of an async node. It holds the results that feed the node: a job that ends early does not wait for the calls, and they may
/// still read their inputs.
/// </summary>
internal sealed class AsyncCalls
{
    private readonly List<Task<NodeResult>> _tasks = [];
    private readonly List<NodeOutputs> _inputs;

    public AsyncCalls(JobNode node)
    {
        Node = node;
        _inputs = [.. node.Sources().Select(s => s.Outputs!)];
        _inputs.ForEach(i => i.Hold());
    }

    public JobNode Node { get; }

    public Task All { get; private set; } = Task.CompletedTask;

    /// <summary>Starts all calls; they overlap.</summary>
    public void Start(NodeCalls calls, NodeContext context)
    {
        try
        {
            for (var i = 0; i < calls.Count; i++)
            {
                _tasks.Add(((AsyncNode)calls.Create(i)).RunAsync(context));
            }
        }
        finally
        {
            All = Task.WhenAll(_tasks);
        }
    }

    /// <summary>Gathers the results, or throws the first failure once all calls have ended.</summary>
    public void Collect(OutputCollector into)
    {
        Exception? failure = null;
        foreach (var task in _tasks)
        {
            // The calls have ended: no wait, and the exception comes unwrapped.
            try
            {
                into.Add(task.GetAwaiter().GetResult());
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }

        ReleaseInputs();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The job does not wait for the calls: what they still return is disposed when it comes.</summary>
    public void Abandon(OutputCollector into, Action<Exception> log) => _ = All.ContinueWith(
        _ =>
        {
            try
            {
                Collect(into);
            }
            catch (OperationCanceledException)
            {
                // What cancelling is for.
            }
            catch (Exception e)
            {
                log(e);
            }
            finally
            {
                into.Discard();
            }
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void ReleaseInputs()
    {
        _inputs.ForEach(i => i.Release());
        _inputs.Clear();
    }
}
