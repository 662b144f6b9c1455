using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// What an async node has started: its calls, or its answers which lazy inputs it needs. It holds the results that feed the node: a job that ends
/// early does not wait, and the calls may still read their inputs.
/// </summary>
/// <typeparam name="T">What a call gives.</typeparam>
internal sealed class AsyncCalls<T> : IPendingCalls where T : class
{
    private readonly List<Task<T>?> _tasks = [];
    private readonly List<NodeOutputs> _inputs;
    private readonly Action<AsyncCalls<T>> _discard;

    /// <param name="node">The node.</param>
    /// <param name="discard">Takes what the calls give after the job has ended.</param>
    public AsyncCalls(JobNode node, Action<AsyncCalls<T>> discard)
    {
        (Node, _discard) = (node, discard);
        _inputs = [.. node.Needed().Select(s => s.Outputs!)];
        _inputs.ForEach(i => i.Hold());
    }

    public JobNode Node { get; }

    public Task All { get; private set; } = Task.CompletedTask;

    /// <summary>Starts all calls; they overlap.</summary>
    /// <param name="count">How many.</param>
    /// <param name="isBlocked">True for a call that is not made.</param>
    /// <param name="start">Starts one.</param>
    public void Start(int count, Func<int, bool> isBlocked, Func<int, Task<T>> start)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                _tasks.Add(isBlocked(i) ? null : start(i));
            }
        }
        finally
        {
            All = Task.WhenAll(_tasks.OfType<Task<T>>());
        }
    }

    /// <summary>Gathers the results in order; throws the first failure after the last. All calls must have ended.</summary>
    /// <param name="add">Takes what a call gave.</param>
    /// <param name="addNone">Stands in for a call that was not made. Default: nothing.</param>
    public void Collect(Action<T> add, Action? addNone = null)
    {
        Exception? failure = null;
        foreach (var task in _tasks)
        {
            // No wait, and the exception comes unwrapped.
            try
            {
                if (task is null)
                {
                    addNone?.Invoke();
                }
                else
                {
                    add(task.GetAwaiter().GetResult());
                }
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

    /// <inheritdoc />
    public void Abandon(Action<Exception> log) => _ = All.ContinueWith(
        _ =>
        {
            try
            {
                _discard(this);
            }
            catch (OperationCanceledException)
            {
                // What cancelling is for.
            }
            catch (Exception e)
            {
                log(e);
            }
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void ReleaseInputs()
    {
        _inputs.ForEach(i => i.Release());
        _inputs.Clear();
    }
}

/// <summary>Started calls whose end a job waits for.</summary>
internal interface IPendingCalls
{
    /// <summary>Ends with the last of them.</summary>
    Task All { get; }

    /// <summary>The job does not wait for the calls: what they still return is disposed when it comes.</summary>
    /// <param name="log">Hears what fails by then.</param>
    void Abandon(Action<Exception> log);
}
