using Microsoft.Extensions.Logging;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Execution;

/// <summary>Runs validated prompts (protocol §6), one at a time, and keeps results between them. One executor per device.</summary>
public sealed class GraphExecutor
{
    private readonly NodeRegistry _registry;
    private readonly NodeServices _services;
    private readonly ExecutorOptions _options;
    private readonly ILogger _logger;
    private readonly ResourceLedger _ledger;
    private readonly NodeStates _states;
    private ExecutorThread? _thread;
    private int _busy;

    /// <summary>An executor without any kept result.</summary>
    /// <param name="registry">The node classes.</param>
    /// <param name="services">What nodes may use beside their inputs.</param>
    /// <param name="options">What the host lends; null for the defaults.</param>
    public GraphExecutor(NodeRegistry registry, NodeServices services, ExecutorOptions? options = null)
    {
        (_registry, _services, _options) = (registry, services, options ?? new ExecutorOptions());
        _logger = _options.Loggers.CreateLogger(typeof(GraphExecutor).FullName!);
        _ledger = new ResourceLedger(_logger);
        _states = new NodeStates(_ledger);
    }

    /// <summary>Disposable parts of values that are held by a job, a kept result or the state of a node. 0 after <see cref="Clear"/>.</summary>
    public int LiveResources => _ledger.Count;

    /// <summary>
    /// Runs a prompt until every wanted output is produced, a node fails, or it is interrupted. Nodes run on a thread of the executor's own: one that
    /// does not observe its cancellation is left behind after <see cref="ExecutorOptions.InterruptGrace"/>. Failures of nodes are part of
    /// the outcome, never exceptions; whatever happens, the executor can run the next prompt and holds only what its cache keeps, and what a node
    /// left behind still uses.
    /// </summary>
    /// <param name="request">The job.</param>
    /// <param name="observer">Hears what happens, on the executor's thread while this method waits, never after it returned. What it throws ends the job and comes out of this method.</param>
    /// <param name="cancellation">Interrupts the job: noticed before each node, each call and at each report, and by nodes that wait.</param>
    /// <exception cref="InvalidOperationException">Another prompt is running, or the prompt names a class that is not registered.</exception>
    public ExecutionOutcome Execute(ExecutionRequest request, IExecutionObserver observer, CancellationToken cancellation)
    {
        Enter();
        try
        {
            var job = new Job(request, _registry, _services, _options, _ledger, _states, _logger, observer, cancellation);
            var run = new JobRun(job);
            Start(run);
            var outcome = run.Wait(_options.InterruptGrace, cancellation, out var left);
            if (left is not null)
            {
                _thread!.Retire();
                _thread = null;
                Log.NodeIgnoresInterruption(_logger, left.Id, left.ClassType, _options.InterruptGrace.TotalSeconds);
            }

            return outcome;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Drops all kept results and all node states. Call it between jobs, on the thread that runs them.</summary>
    /// <exception cref="InvalidOperationException">A prompt is running.</exception>
    public void Clear()
    {
        Enter();
        try
        {
            _options.Cache.Clear();
            _states.Clear();
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private void Start(JobRun run)
    {
        while (_thread?.TryRun(run.Run) != true)
        {
            _thread = new ExecutorThread();
        }
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("The executor is running a prompt; it does one thing at a time.");
        }
    }
}
