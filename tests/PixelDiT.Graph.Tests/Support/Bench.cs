using System.Text.Json.Nodes;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;

namespace PixelDiT.Graph.Tests.Support;

/// <summary>Registry, validator and executor over the test nodes, with a recording of what was observed.</summary>
internal sealed class Bench
{
    private int _jobs;

    public Bench(IOutputCache? cache = null, Func<ExecutorOptions, ExecutorOptions>? configure = null)
    {
        Services = new NodeServices().Add(Probe).Add(Script);
        Validator = new PromptValidator(Registry, Services);
        var options = new ExecutorOptions { Cache = cache ?? new ClassicCache() };
        Executor = new GraphExecutor(Registry, Services, configure?.Invoke(options) ?? options);
    }

    public Probe Probe { get; } = new();

    public Script Script { get; } = new();

    public NodeServices Services { get; }

    public static NodeRegistry Registry { get; } = MakeRegistry();

    public PromptValidator Validator { get; }

    public GraphExecutor Executor { get; }

    public Recorder Seen { get; private set; } = new();

    public ValidationResult Validate([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string prompt, params string[]? targets) =>
        Validator.Validate(JsonNode.Parse(prompt), targets is { Length: 0 } ? null : targets);

    public ExecutionOutcome Run([System.Diagnostics.CodeAnalysis.StringSyntax("Json")] string prompt, bool previews = false, CancellationToken cancellation = default) =>
        Run(Accept(Validate(prompt)), previews, cancellation);

    public Func<bool> MayPreview { get; set; } = static () => true;

    public ExecutionOutcome Run(ValidatedPrompt prompt, bool previews = false, CancellationToken cancellation = default)
    {
        Seen = new Recorder();
        Probe.Calls.Clear();
        return Executor.Execute(new ExecutionRequest { PromptId = $"job {++_jobs}", Prompt = prompt, PreviewsWanted = previews, MayPreview = MayPreview }, Seen, cancellation);
    }

    private static NodeRegistry MakeRegistry()
    {
        var registry = new NodeRegistry();
        var types = typeof(Bench).Assembly.GetTypes().Where(t => t.Namespace == typeof(Bench).Namespace && t.IsDefined(typeof(NodeAttribute), false));
        Assert.That(registry.AddPack(types, "tests").Faults, Is.Empty);
        return registry;
    }

    public static ValidatedPrompt Accept(ValidationResult result)
    {
        Assert.That(result.Error, Is.Null, () => $"{result.Error} {string.Join(", ", result.NodeErrors.SelectMany(e => e.Value.Errors))}");
        return result.Prompt!;
    }
}

internal sealed class Recorder : IExecutionObserver
{
    public List<string> Events { get; } = [];

    public IReadOnlyList<string> CachedIds { get; private set; } = [];

    public Action<string>? OnEvent { get; set; }

    public void Started() => Add("start");

    public void Cached(IReadOnlyList<string> nodeIds)
    {
        CachedIds = nodeIds;
        Add($"cached [{string.Join(",", nodeIds)}]");
    }

    public void NodeStarted(NodeRef node) => Add($"run {node.Id}");

    public void NodeProgress(NodeRef node, double value, double max, NodePreview? preview) =>
        Add($"progress {node.Id} {value}/{max}{(preview is null ? "" : " preview")}");

    public void NodeProgressState(NodeRef node, double value, double max) => Add($"state {node.Id} {value}/{max}");

    public void NodeBlocked(NodeRef node, string message, IReadOnlyList<string> executed) => Add($"blocked {node.Id} {message}");

    public void NodeExecuted(NodeRef node, JsonObject? ui) => Add($"executed {node.Id} {ui?.ToJsonString() ?? "null"}");

    public void NodeFinished(NodeRef node) => Add($"finished {node.Id}");

    private void Add(string text)
    {
        Events.Add(text);
        OnEvent?.Invoke(text);
    }
}
