using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Graph.Execution;

/// <summary>A node of a running job: what it is, its place in the schedule, and its result while someone still needs it.</summary>
internal sealed class JobNode
{
    private bool[]? _asked;

    public JobNode(NodeDeclaration declaration, NodeRef reference, IReadOnlyList<KeyValuePair<string, object?>> given, JobNode? parent)
    {
        (Declaration, Ref, Given, Parent) = (declaration, reference, given, parent);
        Root = parent?.Root ?? this;
        Inputs = new JobInput?[declaration.Inputs.Count];
        CopiesGraph = declaration.Hidden.Count > 0 && declaration.Hidden.Any(h => h.Kind == HiddenInput.DynamicPrompt);
    }

    public NodeDeclaration Declaration { get; }

    public NodeRef Ref { get; }

    public string Id => Ref.Id;

    /// <summary>The inputs as submitted or built, undeclared ones included: <see cref="NodeLink"/>s and values.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Given { get; }

    /// <summary>The node whose expansion made this one; null for a submitted node.</summary>
    public JobNode? Parent { get; }

    /// <summary>The submitted node behind it: the one that errors name.</summary>
    public JobNode Root { get; }

    /// <summary>True when the node sees the whole graph, and so may make further users of any result.</summary>
    public bool CopiesGraph { get; }

    /// <summary>By declared input: a constant, a link, or null when absent.</summary>
    public JobInput?[] Inputs { get; }

    /// <summary>Links under names that are not declared, for a class that takes them.</summary>
    public IReadOnlyList<KeyValuePair<string, JobInput>> Undeclared { get; private set; } = [];

    /// <summary>The nodes linked to, lazily or not, each once.</summary>
    public IReadOnlyList<JobNode> Sources { get; private set; } = [];

    public CacheKey Key { get; set; }

    /// <summary>What <c>IFingerprinted</c> gave; only meaningful when <see cref="HasFingerprint"/>.</summary>
    public object? Fingerprint { get; set; }

    public bool HasFingerprint { get; set; }

    public NodePhase Phase { get; set; }

    /// <summary>Order of insertion into the schedule.</summary>
    public int Order { get; set; }

    /// <summary>Sources that the node waits for.</summary>
    public int Blockers { get; set; }

    /// <summary>Scheduled nodes that wait for this one.</summary>
    public List<JobNode> Consumers { get; } = [];

    /// <summary>Scheduled nodes that may still take a value from here; the result is released when none is left.</summary>
    public int Users { get; set; }

    /// <summary>True when a direct consumer is an output node.</summary>
    public bool FeedsOutput { get; set; }

    /// <summary>The result, held by the job; null before it is known and after it was released.</summary>
    public NodeOutputs? Outputs { get; set; }

    /// <summary>The result while it waits for the nodes of an expansion.</summary>
    public PendingExpansion? Expansion { get; set; }

    /// <summary>True while the job holds the values among <see cref="Given"/> for this node: those of an expansion belong to nobody else.</summary>
    public bool HoldsGiven { get; set; }

    /// <summary>Sets the links once all nodes are known.</summary>
    public void Link(IReadOnlyList<KeyValuePair<string, JobInput>> undeclared)
    {
        Undeclared = undeclared;
        var sources = new List<JobNode>();
        var seen = Inputs.Length + undeclared.Count > 8 ? new HashSet<JobNode>() : null;
        foreach (var input in Inputs.Concat(undeclared.Select(u => u.Value)))
        {
            if (input?.Source is { } source && (seen?.Add(source) ?? !sources.Contains(source)))
            {
                sources.Add(source);
            }
        }

        Sources = sources;
    }

    /// <summary>True when an input is not computed before the node asked for it.</summary>
    public bool IsPutOff(int index) => Declaration.Inputs[index].Lazy && Inputs[index] is { Source: not null } && _asked?[index] != true;

    /// <summary>True when there is something left to ask for.</summary>
    public bool HasPutOff()
    {
        for (var i = 0; Declaration.HasLazyInputs && i < Inputs.Length; i++)
        {
            if (IsPutOff(i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The sources that the node needs before its next turn, each once.</summary>
    public IEnumerable<JobNode> Needed()
    {
        if (!Declaration.HasLazyInputs)
        {
            return Sources;
        }

        var inputs = Inputs.Where((_, i) => !IsPutOff(i)).Concat(Undeclared.Select(u => u.Value));
        return inputs.Select(i => i?.Source).OfType<JobNode>().Distinct();
    }

    /// <summary>The node asks for an input that was put off.</summary>
    public void Ask(int index) => (_asked ??= new bool[Inputs.Length])[index] = true;
}

/// <summary>Where a node stands.</summary>
internal enum NodePhase
{
    /// <summary>Nobody needs it yet.</summary>
    Idle,

    /// <summary>It waits, is ready, or runs.</summary>
    Scheduled,

    /// <summary>It has run. Its result may have been released since; whoever needs it then schedules it anew.</summary>
    Done,
}

/// <summary>What feeds an input: a slot of another node, or a constant when <paramref name="Source"/> is null.</summary>
internal sealed record JobInput(JobNode? Source, int Slot, object? Constant);
