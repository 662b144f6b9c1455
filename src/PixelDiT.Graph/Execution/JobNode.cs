using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Execution;

/// <summary>A node of a running job: what it is, its place in the schedule, and its result while someone still needs it.</summary>
internal sealed class JobNode(PromptNode prompt, NodeDeclaration declaration, NodeRef reference)
{
    public PromptNode Prompt { get; } = prompt;

    public NodeDeclaration Declaration { get; } = declaration;

    public NodeRef Ref { get; } = reference;

    public string Id => Ref.Id;

    /// <summary>By declared input: a constant, a link, or null when absent.</summary>
    public JobInput?[] Inputs { get; } = new JobInput?[declaration.Inputs.Count];

    public CacheKey Key { get; set; }

    /// <summary>What <c>IFingerprinted</c> gave; only meaningful when <see cref="HasFingerprint"/>.</summary>
    public object? Fingerprint { get; set; }

    public bool HasFingerprint { get; set; }

    /// <summary>Order of insertion into the schedule; -1 while the node is not part of it.</summary>
    public int Order { get; set; } = -1;

    /// <summary>Scheduled sources that have no result yet.</summary>
    public int Blockers { get; set; }

    /// <summary>Scheduled nodes that wait for this one.</summary>
    public List<JobNode> Consumers { get; } = [];

    /// <summary>Scheduled nodes that have not yet run and take a value from here; the result is released when none is left.</summary>
    public int Users { get; set; }

    /// <summary>True when a direct consumer is an output node.</summary>
    public bool FeedsOutput { get; set; }

    /// <summary>The result, held by the job; null before it is known and after it was released.</summary>
    public NodeOutputs? Outputs { get; set; }

    /// <summary>The nodes linked to, each once, in declaration order.</summary>
    public IEnumerable<JobNode> Sources() => Inputs.OfType<JobInput>().Select(i => i.Source).OfType<JobNode>().Distinct();
}

/// <summary>What feeds an input: a slot of another node, or a constant when <paramref name="Source"/> is null.</summary>
internal sealed record JobInput(JobNode? Source, int Slot, object? Constant);
