using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// One execution of a prompt on one thread. Four things stay apart: the submitted graph (never changed), the job's own graph, the schedule,
/// and the results.
/// </summary>
internal sealed class Job : IDisposable
{
    private readonly ExecutorOptions _options;
    private readonly IExecutionObserver _observer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _cancel;
    private readonly Mailbox _mailbox = new();
    private readonly JobGate _gate = new();
    private readonly Dictionary<JobNode, IPendingCalls> _waiting = [];
    private readonly List<NodeOutput> _shown = [];
    private readonly List<string> _executed = [];
    private readonly JobGraph _graph;
    private readonly JobKeys _keys;
    private readonly HiddenValues _hidden;
    private readonly Schedule _schedule;
    private readonly Holdings _holdings;
    private int _thread;
    private JobNode? _current;
    private (JobNode Node, Exception Exception, JsonObject Inputs)? _failure;

    public Job(
        ExecutionRequest request, NodeRegistry registry, NodeServices services, ExecutorOptions options, ResourceLedger ledger, NodeStates states,
        ILogger logger, IExecutionObserver observer, CancellationToken interrupt)
    {
        (Request, Services, _options, Ledger, States, _logger, _observer, Interrupt) =
            (request, services, options, ledger, states, logger, observer, interrupt);
        _graph = new JobGraph(request.Prompt.Graph, registry, options.MaxNodes);
        _keys = new JobKeys(services, _gate, logger);
        _hidden = new HiddenValues(request, _graph);
        _schedule = new Schedule(Find);
        _holdings = new Holdings(_graph, _schedule, ledger);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        Cancellation = _cancel.Token;
    }

    public ExecutionRequest Request { get; }

    public NodeServices Services { get; }

    public NodeStates States { get; }

    public ResourceLedger Ledger { get; }

    /// <summary>Set when the job is interrupted.</summary>
    public CancellationToken Interrupt { get; }

    public TimeProvider Time => _options.Time;

    /// <summary>Set when the job is interrupted or over: what nodes see.</summary>
    public CancellationToken Cancellation { get; }

    public ExecutionOutcome Run()
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            _observer.Started();
            Prepare();
            while (_failure is null)
            {
                _mailbox.Drain();
                if (_failure is null && _schedule.TryNext(out var next))
                {
                    Visit(_current = next);
                }
                else if (_failure is null && _waiting.Count > 0)
                {
                    _current = _waiting.Keys.First();
                    _mailbox.Wait(Interrupt);
                }
                else
                {
                    break;
                }
            }

            if (_failure is null && _schedule.Unfinished > 0)
            {
                var blamed = CycleFinder.Blame(_graph.All);
                Fail(blamed, new DependencyCycleException(), () => []);
            }

            return Outcome(_failure is null ? ExecutionStatus.Success : ExecutionStatus.Error, null);
        }
        catch (OperationCanceledException) when (Interrupt.IsCancellationRequested)
        {
            return Outcome(ExecutionStatus.Interrupted, _current);
        }
        finally
        {
            End();
        }
    }

    /// <summary>
    /// Gives the job up if it is inside a node's code, which then goes on for nothing: the job tells no more, touches no cache, and lets go of its
    /// values when the node returns. From another thread than the job's.
    /// </summary>
    /// <returns>How the job ended and the node, or null when it cannot be given up now.</returns>
    public (ExecutionOutcome Outcome, NodeRef Node)? TryAbandon() =>
        _gate.TryAbandon() is { } node ? (Outcome(ExecutionStatus.Interrupted, node), node.Ref) : null;

    /// <summary>Tells what a node reports; from any thread.</summary>
    public void Tell(Action<IExecutionObserver> message)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _gate.WhileOwned(() => message(_observer));
        }
        else
        {
            _mailbox.Post(() => message(_observer));
        }
    }

    /// <summary>Runs a node's code.</summary>
    public T Inside<T>(JobNode node, Func<T> code)
    {
        _gate.Enter(node);
        try
        {
            return code();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Others have their turn until the calls have ended.</summary>
    /// <param name="node">The node that waits.</param>
    /// <param name="calls">What it waits for.</param>
    /// <param name="then">What follows; on the job's thread. Null when the job has failed already.</param>
    public void Wait(JobNode node, IPendingCalls calls, Action? then)
    {
        _waiting.Add(node, calls);
        if (then is not null)
        {
            _ = calls.All.ContinueWith(
                _ => _mailbox.Post(() =>
                {
                    _waiting.Remove(node);
                    then();
                }),
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>The node needs these as well before its next turn.</summary>
    public void Await(JobNode node, IEnumerable<JobNode> sources) => _schedule.Await(node, sources);

    /// <summary>A call of the node was not made.</summary>
    public void Blocked(JobNode node, string message) => _observer.NodeBlocked(node.Ref, message, _executed);

    public ILogger LoggerOf(JobNode node) => _options.Loggers.CreateLogger(node.Declaration.Id);

    public void Dispose()
    {
        // An abandoned call may still look at the token: its source is left to the garbage collector then.
        if (_waiting.Count == 0)
        {
            _cancel.Dispose();
        }
    }

    private void Prepare()
    {
        States.KeepOnly(_graph.Submitted);
        if (_options.Cache.Keeps)
        {
            _keys.Compute(_graph.Submitted);
            ThrowIfAbandoned();
            _options.Cache.BeginJob(_graph.Submitted.Select(n => n.Key).Where(k => !k.IsNever).ToHashSet());
        }

        _observer.Cached([.. _graph.Submitted.Where(n => Find(n) is not null).Select(n => n.Id)]);
        foreach (var id in Request.Prompt.Outputs)
        {
            _schedule.Add(_graph.Get(id));
        }
    }

    private NodeOutputs? Find(JobNode node) => !_options.Cache.Keeps || node.Key.IsNever ? null : _options.Cache.Find(node.Key);

    private void Visit(JobNode node)
    {
        if (node.Expansion is { } expansion)
        {
            Keep(node, expansion.Finish());
            Complete(node);
            return;
        }

        if (node.Outputs is not null || Find(node) is not null)
        {
            // An output node that feeds others may have got its kept result with their links.
            if (node.Outputs is null)
            {
                node.Outputs = Find(node)!;
                node.Outputs.Hold();
            }

            Show(node, node.Outputs.CopyUi(), always: true);
            Complete(node);
            return;
        }

        Interrupt.ThrowIfCancellationRequested();
        _observer.NodeStarted(node.Ref);
        new NodeTurn(this, node, new NodeCalls(node, _hidden.Get)).Take();
    }

    /// <summary>All calls are made: the result is known, or the nodes of its expansions come first.</summary>
    public void Finish(JobNode node, OutputCollector outputs)
    {
        if (!outputs.Expands)
        {
            Keep(node, outputs.Finish());
            Show(node, node.Outputs!.CopyUi(), always: false);
            Complete(node);
            return;
        }

        var expansion = node.Expansion = outputs.FinishLater();
        try
        {
            var added = expansion.Join(_graph, node);
            if (_options.Cache.Keeps)
            {
                _keys.Compute(added);
            }

            ThrowIfAbandoned();
            Show(node, expansion.CopyUi(), always: false);
            foreach (var source in expansion.Sources)
            {
                source.Users++;
            }

            foreach (var output in added.Where(n => n.Declaration.IsOutput))
            {
                _schedule.Add(output);
            }
        }
        catch (NodeContractException e)
        {
            Fail(node, e, () => []);
            return;
        }

        _schedule.Await(node, expansion.Sources);
    }

    private void Keep(JobNode node, NodeOutputs outputs)
    {
        node.Outputs = outputs;
        if (_options.Cache.Keeps && !node.Key.IsNever)
        {
            _options.Cache.Store(node.Key, outputs);
        }

        _executed.Add(node.Id);
    }

    private void Show(JobNode node, JsonObject? ui, bool always)
    {
        if (ui is not null)
        {
            _shown.Add(new NodeOutput(node.Ref, (JsonObject)ui.DeepClone()));
        }

        if (ui is not null || always)
        {
            _observer.NodeExecuted(node.Ref, ui);
        }
    }

    private void Complete(JobNode node)
    {
        _observer.NodeFinished(node.Ref);
        _schedule.Complete(node);
        _holdings.NodeDone(node);
    }

    /// <summary>The first failure ends the job; an interruption is none.</summary>
    public void Fail(JobNode node, Exception exception, Func<JsonObject> inputs)
    {
        ThrowIfAbandoned();
        exception = ErrorReport.Unwrap(exception);
        if (exception is OperationCanceledException && Interrupt.IsCancellationRequested)
        {
            _current = node;
            throw new OperationCanceledException(null, exception, Interrupt);
        }

        Log.NodeFailed(_logger, node.Id, node.Declaration.Id, exception);
        _failure ??= (node, exception, inputs());
    }

    /// <summary>Leaves a job that was given up.</summary>
    public void ThrowIfAbandoned()
    {
        if (_gate.IsAbandoned)
        {
            throw new OperationCanceledException(Interrupt);
        }
    }

    private ExecutionOutcome Outcome(ExecutionStatus status, JobNode? interruptedAt) => new()
    {
        Status = status,
        Outputs = [.. _shown],
        Executed = [.. _executed],
        InterruptedAt = interruptedAt?.Root.Ref,
        Error = _failure is { } failure && status == ExecutionStatus.Error
            ? ErrorReport.Create(failure.Node, failure.Exception, failure.Inputs, _options.Cache.Keeps ? [.. _graph.Submitted.Select(n => n.Id)] : [], _options)
            : null,
    };

    /// <summary>Lets go of everything the job holds, whatever happened.</summary>
    private void End()
    {
        if (_waiting.Count > 0)
        {
            _cancel.Cancel();
            foreach (var (node, calls) in _waiting)
            {
                calls.Abandon(e => Log.AbandonedNodeFailed(_logger, node.Id, node.Declaration.Id, e));
            }
        }

        _holdings.ReleaseAll();

        if (_gate.IsAbandoned)
        {
            return;
        }

        _options.Cache.EndJob();
        if (_failure is { } failure && _options.IsOutOfMemory(failure.Exception))
        {
            _options.OutOfMemory(failure.Exception);
        }
    }
}
