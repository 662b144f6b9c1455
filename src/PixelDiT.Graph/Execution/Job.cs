using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Values;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// One execution of a prompt on the caller's thread. Four things stay apart: the submitted graph (never changed), the job's own graph, the schedule,
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
    private readonly Dictionary<JobNode, AsyncCalls> _waiting = [];
    private readonly List<NodeOutput> _shown = [];
    private readonly List<string> _executed = [];
    private readonly JobGraph _graph;
    private readonly Schedule _schedule;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private JobNode? _current;
    private JsonObject? _hiddenPrompt;
    private (JobNode Node, Exception Exception, JsonObject Inputs)? _failure;

    public Job(
        ExecutionRequest request, NodeRegistry registry, NodeServices services, ExecutorOptions options, ResourceLedger ledger, NodeStates states,
        ILogger logger, IExecutionObserver observer, CancellationToken interrupt)
    {
        (Request, Services, _options, _ledger, States, _logger, _observer, _interrupt) =
            (request, services, options, ledger, states, logger, observer, interrupt);
        _graph = new JobGraph(request.Prompt.Graph, registry);
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
                throw new InvalidOperationException($"{_schedule.Unfinished} nodes wait for each other; only validated prompts can run.");
            }

            return Outcome(_failure is null ? ExecutionStatus.Success : ExecutionStatus.Error, null);
        }
        catch (OperationCanceledException) when (_interrupt.IsCancellationRequested)
        {
            return Outcome(ExecutionStatus.Interrupted, _current?.Ref);
        }
        finally
        {
            End();
        }
    }

    /// <summary>A report of a node that passed the thinning; from any thread.</summary>
    public void Progress(JobNode node, double value, double max, NodePreview? preview)
    {
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _observer.NodeProgress(node.Ref, value, max, preview);
        }
        else
        {
            _mailbox.Post(() => _observer.NodeProgress(node.Ref, value, max, preview));
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
        States.KeepOnly(_graph);
        if (_options.Cache.Keeps)
        {
            new JobKeys(Services, _logger).Compute(_graph.Nodes);
            _options.Cache.BeginJob(_graph.Nodes.Select(n => n.Key).Where(k => !k.IsNever).ToHashSet());
        }

        _observer.Cached([.. _graph.Nodes.Where(n => Find(n) is not null).Select(n => n.Id)]);
        foreach (var id in Request.Prompt.Outputs)
        {
            _schedule.Add(_graph.Get(id));
        }
    }

    private NodeOutputs? Find(JobNode node) => !_options.Cache.Keeps || node.Key.IsNever ? null : _options.Cache.Find(node.Key);

    private void Visit(JobNode node)
    {
        if (node.Outputs is not null || Find(node) is not null)
        {
            // An output node that feeds others may have got its kept result with their links.
            if (node.Outputs is null)
            {
                node.Outputs = Find(node)!;
                node.Outputs.Hold();
            }

            Show(node, always: true);
            Complete(node);
            return;
        }

        _interrupt.ThrowIfCancellationRequested();
        _observer.NodeStarted(node.Ref);
        var calls = new NodeCalls(node, kind => Hidden(node, kind));
        var context = new JobContext(this, node);
        if (node.Declaration.IsAsync)
        {
            StartAsync(node, calls, context);
        }
        else
        {
            RunNow(node, calls, context);
        }
    }

    private void RunNow(JobNode node, NodeCalls calls, JobContext context)
    {
        var outputs = new OutputCollector(node.Declaration, _ledger);
        try
        {
            for (var i = 0; i < calls.Count; i++)
            {
                _interrupt.ThrowIfCancellationRequested();
                outputs.Add(((Node)calls.Create(i)).Run(context));
            }
        }
        catch (Exception e)
        {
            outputs.Discard();
            Fail(node, e, calls.Describe);
            return;
        }

        Deliver(node, outputs.Finish());
    }

    private void StartAsync(JobNode node, NodeCalls calls, JobContext context)
    {
        var started = new AsyncCalls(node);
        try
        {
            started.Start(calls, context);
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
            FinishAsync(started);
            return;
        }

        _waiting.Add(node, started);
        _ = started.All.ContinueWith(
            _ => _mailbox.Post(() =>
            {
                _waiting.Remove(node);
                FinishAsync(started);
            }),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void FinishAsync(AsyncCalls calls)
    {
        var outputs = new OutputCollector(calls.Node.Declaration, _ledger);
        try
        {
            calls.Collect(outputs);
        }
        catch (Exception e)
        {
            outputs.Discard();
            Fail(calls.Node, e, () => []);
            return;
        }

        Deliver(calls.Node, outputs.Finish());
    }

    private void Deliver(JobNode node, NodeOutputs outputs)
    {
        node.Outputs = outputs;
        if (_options.Cache.Keeps && !node.Key.IsNever)
        {
            _options.Cache.Store(node.Key, outputs);
        }

        _executed.Add(node.Id);
        Show(node, always: false);
        Complete(node);
    }

    private void Show(JobNode node, bool always)
    {
        if (node.Outputs!.CopyUi() is { } ui)
        {
            _shown.Add(new NodeOutput(node.Ref, (JsonObject)ui.DeepClone()));
            _observer.NodeExecuted(node.Ref, ui);
        }
        else if (always)
        {
            _observer.NodeExecuted(node.Ref, null);
        }
    }

    private void Complete(JobNode node)
    {
        _observer.NodeFinished(node.Ref);
        _schedule.Complete(node);
        foreach (var source in node.Sources())
        {
            source.Users--;
            ReleaseIfUnused(source);
        }

        ReleaseIfUnused(node);
    }

    private static void ReleaseIfUnused(JobNode node)
    {
        if (node.Users == 0)
        {
            node.Outputs?.Release();
            node.Outputs = null;
        }
    }

    /// <summary>The first failure ends the job; an interruption is none.</summary>
    private void Fail(JobNode node, Exception exception, Func<JsonObject> inputs)
    {
        exception = ErrorReport.Unwrap(exception);
        if (exception is OperationCanceledException && _interrupt.IsCancellationRequested)
        {
            _current = node;
            throw new OperationCanceledException(null, exception, _interrupt);
        }

        Log.NodeFailed(_logger, node.Id, node.Declaration.Id, exception);
        _failure ??= (node, exception, inputs());
    }

    private ExecutionOutcome Outcome(ExecutionStatus status, NodeRef? interruptedAt) => new()
    {
        Status = status,
        Outputs = _shown,
        Executed = _executed,
        InterruptedAt = interruptedAt,
        Error = _failure is { } failure && status == ExecutionStatus.Error
            ? ErrorReport.Create(failure.Node, failure.Exception, failure.Inputs, _options.Cache.Keeps ? [.. _graph.Nodes.Select(n => n.Id)] : [], _options)
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
                calls.Abandon(new OutputCollector(node.Declaration, _ledger), LogAbandoned(node));
            }
        }

        foreach (var node in _graph.Nodes)
        {
            node.Outputs?.Release();
            node.Outputs = null;
        }

        _options.Cache.EndJob();
        if (_failure is { } failure && _options.IsOutOfMemory(failure.Exception))
        {
            _options.OutOfMemory(failure.Exception);
        }
    }

    private Action<Exception> LogAbandoned(JobNode node) => e => Log.AbandonedNodeFailed(_logger, node.Id, node.Declaration.Id, e);

    private object? Hidden(JobNode node, HiddenInput kind) => kind switch
    {
        HiddenInput.UniqueId => node.Id,
        HiddenInput.ExtraPngInfo => Request.ExtraPngInfo,
        HiddenInput.Prompt => _hiddenPrompt ??= PromptWithFingerprints(),
        _ => null,
    };

    // The stored prompt is read by others meanwhile: fingerprints go into a copy.
    private JsonObject PromptWithFingerprints()
    {
        var marked = _graph.Nodes.Where(n => n.HasFingerprint).ToList();
        if (marked.Count == 0)
        {
            return Request.Prompt.Json;
        }

        var copy = (JsonObject)Request.Prompt.Json.DeepClone();
        foreach (var node in marked)
        {
            if (copy[node.Id] is JsonObject entry)
            {
                entry["is_changed"] = new JsonArray(node.Fingerprint is null or bool or string or long or int or double
                    ? JsonValues.FromPlain(node.Fingerprint) : PythonText.Str(node.Fingerprint));
            }
        }

        return copy;
    }
}
