using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>
/// The turn of a node that is ready: it is asked which lazy inputs it needs, and once it needs no more it is called. What comes of it goes to the job.
/// </summary>
internal sealed class NodeTurn(Job job, JobNode node, NodeCalls calls)
{
    public void Take()
    {
        if (!node.HasPutOff())
        {
            Call();
        }
        else if (node.Declaration.NodeType.IsAssignableTo(typeof(ILazyInputsAsync)))
        {
            CheckLazyStatusAsync();
        }
        else
        {
            CheckLazyStatus();
        }
    }

    private LazyContext LazyContext() => new(calls.Computed(), job.Services, job.Cancellation);

    private void CheckLazyStatus()
    {
        var context = LazyContext();
        var names = new HashSet<string>();
        try
        {
            for (var i = 0; i < calls.Count; i++)
            {
                if (calls.Blocker(i) is null)
                {
                    names.UnionWith(job.Inside(node, () => ((ILazyInputs)calls.Create(i)).CheckLazyStatus(context).ToList()));
                }
            }
        }
        catch (Exception e)
        {
            job.Fail(node, e, calls.Describe);
            return;
        }

        Ask(names);
    }

    private void CheckLazyStatusAsync()
    {
        var context = LazyContext();
        var names = new HashSet<string>();
        var answers = new AsyncCalls<IEnumerable<string>>(node, late => late.Collect(_ => { }));
        Start(
            answers,
            i => calls.Blocker(i) is not null,
            i => ((ILazyInputsAsync)calls.Create(i)).CheckLazyStatusAsync(context),
            () => answers.Collect(names.UnionWith),
            () => Ask(names));
    }

    // Nothing new is needed: the node runs. Otherwise it waits for what it asked for, and is asked again.
    private void Ask(IEnumerable<string> names)
    {
        var sources = new List<JobNode>();
        foreach (var name in names)
        {
            var index = node.Declaration.IndexOf(name);
            if (index < 0 || node.Inputs[index] is not { } input)
            {
                var problem = index < 0 ? "it does not declare" : "the workflow does not give";
                job.Fail(node, new NodeContractException(node.Declaration.Id, $"asked for the lazy input '{name}', which {problem}."), calls.Describe);
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
            Call();
        }
        else
        {
            job.Await(node, sources.Distinct());
        }
    }

    private void Call()
    {
        var outputs = new OutputCollector(node.Declaration, job.Ledger);
        if (node.Declaration.IsAsync)
        {
            CallAsync(outputs);
            return;
        }

        try
        {
            for (var i = 0; i < calls.Count; i++)
            {
                job.Interrupt.ThrowIfCancellationRequested();
                if (IsBlocked(i))
                {
                    outputs.AddBlocked();
                }
                else
                {
                    outputs.Add(job.Inside(node, () => ((Node)calls.Create(i)).Run(new JobContext(job, node, i))));
                    job.ThrowIfAbandoned();
                }
            }
        }
        catch (Exception e)
        {
            outputs.Discard();
            job.Fail(node, e, calls.Describe);
            return;
        }

        job.Finish(node, outputs);
    }

    private void CallAsync(OutputCollector outputs)
    {
        var started = new AsyncCalls<NodeResult>(node, late =>
        {
            Gather(late, outputs);
            outputs.Discard();
        });
        Start(
            started,
            IsBlocked,
            i => ((AsyncNode)calls.Create(i)).RunAsync(new JobContext(job, node, i)),
            () => Gather(started, outputs),
            () => job.Finish(node, outputs));
    }

    // Starts the calls of an async node and goes on; what follows them happens on the job's thread, at once when none had to wait.
    private void Start<T>(AsyncCalls<T> started, Func<int, bool> isBlocked, Func<int, Task<T>> start, Action gather, Action next) where T : class
    {
        try
        {
            started.Start(calls.Count, isBlocked, i => job.Inside(node, () => start(i)) ?? throw new NodeContractException(node.Declaration.Id, "returned null instead of a Task."));
            job.ThrowIfAbandoned();
        }
        catch (Exception e)
        {
            // Calls that did start are cancelled with the job.
            job.Wait(node, started, null);
            job.Fail(node, e, calls.Describe);
            return;
        }

        if (started.All.IsCompleted)
        {
            Continue(gather, next);
        }
        else
        {
            job.Wait(node, started, () => Continue(gather, next));
        }
    }

    private void Continue(Action gather, Action next)
    {
        try
        {
            gather();
        }
        catch (Exception e)
        {
            job.Fail(node, e, () => []);
            return;
        }

        next();
    }

    private static void Gather(AsyncCalls<NodeResult> ended, OutputCollector outputs)
    {
        try
        {
            ended.Collect(outputs.Add, outputs.AddBlocked);
        }
        catch
        {
            outputs.Discard();
            throw;
        }
    }

    private bool IsBlocked(int call)
    {
        var blocker = calls.Blocker(call);
        if (blocker?.Message is { } message)
        {
            job.Blocked(node, message);
        }

        return blocker is not null;
    }
}
