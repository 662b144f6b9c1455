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
    private readonly ResourceLedger _ledger;
    private readonly IExecutionObserver _observer;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _cancel;
    private readonly CancellationToken _interrupt;
    private readonly Mailbox _mailbox = new();
    private readonly JobGate _gate = new();
    private readonly Dictionary<JobNode, IPendingCalls> _waiting = [];
    private readonly List<NodeOutput> _shown = [];
    private readonly List<string> _executed = [];
    private readonly JobGraph _graph;
    private readonly JobKeys _keys;
    private readonly HiddenValues _hidden;
    private readonly Schedule _schedule;
    private int _thread;
    private JobNode? _current;
    private (JobNode Node, Exception Exception, JsonObject Inputs)? _failure;

    public Job(
        ExecutionRequest request, NodeRegistry registry, NodeServices services, ExecutorOptions options, ResourceLedger ledger, NodeStates states,
        ILogger logger, IExecutionObserver observer, CancellationToken interrupt)
    {
        (Request, Services, _options, _ledger, States, _logger, _observer, _interrupt) =
            (request, services, options, ledger, states, logger, observer, interrupt);
        _graph = new JobGraph(request.Prompt.Graph, registry, options.MaxNodes);
        _keys = new JobKeys(services, _gate, logger);
        _hidden = new HiddenValues(request, _graph);
        _schedule = new Schedule(Find);
        _cancel = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        Cancellation = _cancel.Token;
    }

    public ExecutionRequest Request { get; }

    public NodeServices Services { get; }

    public NodeStates States { get; }

    public TimeProvider Time => _options.Time;

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
                    _mailbox.Wait(_interrupt);
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
        catch (OperationCanceledException) when (_interrupt.IsCancellationRequested)
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
            Deliver(node, expansion.Finish());
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

        _interrupt.ThrowIfCancellationRequested();
        _observer.NodeStarted(node.Ref);
        var calls = new NodeCalls(node, _hidden.Get);
        if (node.HasPutOff())
        {
            CheckLazyStatus(node, calls);
        }
        else
        {
            Call(node, calls);
        }
    }

    private void CheckLazyStatus(JobNode node, NodeCalls calls)
    {
        var context = new LazyContext(calls.Computed(), Services, Cancellation);
        var names = new HashSet<string>();
        if (node.Declaration.NodeType.IsAssignableTo(typeof(ILazyInputsAsync)))
        {
            var answers = new AsyncCalls<IEnumerable<string>>(node, late => late.Collect(_ => { }));
            Start(
                answers, calls,
                i => calls.Blocker(i) is not null,
                i => ((ILazyInputsAsync)calls.Create(i)).CheckLazyStatusAsync(context),
                () => answers.Collect(answer => names.UnionWith(answer ?? [])),
                () => Ask(node, calls, names));
            return;
        }

        try
        {
            for (var i = 0; i < calls.Count; i++)
            {
                if (calls.Blocker(i) is null)
                {
                    names.UnionWith(Inside(node, () => ((ILazyInputs)calls.Create(i)).CheckLazyStatus(context)?.ToList()) ?? []);
                }
            }
        }
        catch (Exception e)
        {
            Fail(node, e, calls.Describe);
            return;
        }

        Ask(node, calls, names);
    }

    // Nothing new is needed: the node runs. Otherwise it waits for what it asked for, and is asked again.
    private void Ask(JobNode node, NodeCalls calls, IEnumerable<string> names)
    {
        var sources = new List<JobNode>();
        foreach (var name in names)
        {
            var index = node.Declaration.IndexOf(name);
            if (index < 0 || node.Inputs[index] is not { } input)
            {
                Fail(node, new NodeContractException(node.Declaration.Id, $"asked for the input '{name}', which {(index < 0 ? "it does not declare" : "the workflow does not give")}."), calls.Describe);
                return;
            }

            if (node.IsPutOff(index))
            {
                node.Ask(index);
                sources.Add(input.Source!);
            }
        }

        if (sources.Count == 0)
        {
            Call(node, calls);
        }
        else
        {
            _schedule.Await(node, sources.Distinct());
        }
    }

    private void Call(JobNode node, NodeCalls calls)
    {
        var outputs = new OutputCollector(node.Declaration, _ledger);
        if (node.Declaration.IsAsync)
        {
            var started = new AsyncCalls<NodeResult>(node, late => Drop(late, outputs));
            Start(
                started, calls,
                i => IsBlocked(node, calls, i),
                i => ((AsyncNode)calls.Create(i)).RunAsync(new JobContext(this, node, i)),
                () => Gather(started, outputs),
                () => Finish(node, outputs));
            return;
        }

        try
        {
            for (var i = 0; i < calls.Count; i++)
            {
                _interrupt.ThrowIfCancellationRequested();
                if (IsBlocked(node, calls, i))
                {
                    outputs.AddBlocked();
                }
                else
                {
                    outputs.Add(Inside(node, () => ((Node)calls.Create(i)).Run(new JobContext(this, node, i))));
                    ThrowIfAbandoned();
                }
            }
        }
        catch (Exception e)
        {
            outputs.Discard();
            Fail(node, e, calls.Describe);
            return;
        }

        Finish(node, outputs);
    }

    // Starts the calls of an async node and goes on; what follows them happens on this thread, at once when none had to wait.
    private void Start<T>(AsyncCalls<T> started, NodeCalls calls, Func<int, bool> isBlocked, Func<int, Task<T>> start, Action gather, Action next)
        where T : class
    {
        var node = started.Node;
        try
        {
            started.Start(calls.Count, isBlocked, i => Inside(node, () => start(i)));
            ThrowIfAbandoned();
        }
        catch (Exception e)
        {
            // Calls that did start are cancelled with the job.
            _waiting.Add(node, started);
            Fail(node, e, calls.Describe);
            return;
        }

        if (started.All.IsCompleted)
        {
            Continue(node, gather, next);
            return;
        }

        _waiting.Add(node, started);
        _ = started.All.ContinueWith(
            _ => _mailbox.Post(() =>
            {
                _waiting.Remove(node);
                Continue(node, gather, next);
            }),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Continue(JobNode node, Action gather, Action next)
    {
        try
        {
            gather();
        }
        catch (Exception e)
        {
            Fail(node, e, () => []);
            return;
        }

        next();
    }

    private static void Gather(AsyncCalls<NodeResult> started, OutputCollector outputs)
    {
        try
        {
            started.Collect(result =>
            {
                if (result is null)
                {
                    outputs.AddBlocked();
                }
                else
                {
                    outputs.Add(result);
                }
            });
        }
        catch
        {
            outputs.Discard();
            throw;
        }
    }

    private static void Drop(AsyncCalls<NodeResult> late, OutputCollector outputs)
    {
        Gather(late, outputs);
        outputs.Discard();
    }

    private bool IsBlocked(JobNode node, NodeCalls calls, int call)
    {
        var blocker = calls.Blocker(call);
        if (blocker?.Message is { } message)
        {
            _observer.NodeBlocked(node.Ref, message, _executed);
        }

        return blocker is not null;
    }

    private T Inside<T>(JobNode node, Func<T> code)
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

    /// <summary>All calls are made: the result is known, or the nodes of its expansions come first.</summary>
    private void Finish(JobNode node, OutputCollector outputs)
    {
        if (!outputs.Expands)
        {
            var result = outputs.Finish();
            Show(node, result.CopyUi(), always: false);
            Deliver(node, result);
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

    private void Deliver(JobNode node, NodeOutputs outputs)
    {
        node.Outputs = outputs;
        if (_options.Cache.Keeps && !node.Key.IsNever)
        {
            _options.Cache.Store(node.Key, outputs);
        }

        _executed.Add(node.Id);
        Complete(node);
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
        var copiers = _schedule.GraphCopiers;
        _schedule.Complete(node);
        LetGo(node.Sources);
        if (node.Expansion is { } expansion)
        {
            LetGo(expansion.Sources);
            node.Expansion = null;
        }

        ReleaseIfUnused(node);
        if (copiers > 0 && _schedule.GraphCopiers == 0)
        {
            foreach (var kept in _graph.All)
            {
                ReleaseIfUnused(kept);
            }
        }
    }

    private void LetGo(IReadOnlyList<JobNode> sources)
    {
        foreach (var source in sources)
        {
            source.Users--;
            ReleaseIfUnused(source);
        }
    }

    // While a node that may copy parts of the graph is unfinished, anything may get a further user: what was submitted stays, so that
    // it need not run again, and so do the values of expansions, which could not be made again.
    private void ReleaseIfUnused(JobNode node)
    {
        var mayBeCopied = _schedule.GraphCopiers > 0;
        if (node.Users == 0 && node.Phase != NodePhase.Scheduled && !(mayBeCopied && node.Parent is null))
        {
            node.Outputs?.Release();
            node.Outputs = null;
        }

        if (node.Phase == NodePhase.Done && !mayBeCopied)
        {
            ReleaseGiven(node);
        }
    }

    private void ReleaseGiven(JobNode node)
    {
        if (node.HoldsGiven)
        {
            node.HoldsGiven = false;
            foreach (var (_, value) in node.Given)
            {
                _ledger.Release(value);
            }
        }
    }

    /// <summary>The first failure ends the job; an interruption is none.</summary>
    private void Fail(JobNode node, Exception exception, Func<JsonObject> inputs)
    {
        ThrowIfAbandoned();
        exception = ErrorReport.Unwrap(exception);
        if (exception is OperationCanceledException && _interrupt.IsCancellationRequested)
        {
            _current = node;
            throw new OperationCanceledException(null, exception, _interrupt);
        }

        Log.NodeFailed(_logger, node.Id, node.Declaration.Id, exception);
        _failure ??= (node, exception, inputs());
    }

    private void ThrowIfAbandoned()
    {
        if (_gate.IsAbandoned)
        {
            throw new OperationCanceledException(_interrupt);
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

        foreach (var node in _graph.All)
        {
            node.Outputs?.Release();
            node.Outputs = null;
            node.Expansion?.Discard();
            ReleaseGiven(node);
        }

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
