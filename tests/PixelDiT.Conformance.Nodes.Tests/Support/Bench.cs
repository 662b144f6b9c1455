using Microsoft.Extensions.Logging.Abstractions;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Packs;
using PixelDiT.Graph.Registry;
using PixelDiT.Graph.Validation;
using PixelDiT.Nodes.Core.Hosting;
using PixelDiT.Tests;

namespace PixelDiT.Conformance.Nodes.Tests.Support;

/// <summary>Validator and executor over the pack and the core nodes, with a recording of what was observed. Dispose it before tensors are counted.</summary>
internal sealed class Bench : IDisposable
{
    private int _jobs;

    public Bench(IOutputCache? cache = null, TimeProvider? time = null)
    {
        Services = new NodeServices().Add(Captured);
        if (time is not null)
        {
            Services.Add(time);
        }

        Validator = new PromptValidator(Registry, Services);
        Executor = new GraphExecutor(Registry, Services, new ExecutorOptions { Cache = cache ?? new ClassicCache() });
    }

    public static NodeRegistry Registry { get; } = new();

    public static LoadedPack ConformancePack { get; } = AddPacks();

    /// <summary>What the nodes of class <c>Capture</c> received, in order, by node.</summary>
    public Captures Captured { get; } = new();

    public NodeServices Services { get; }

    public PromptValidator Validator { get; }

    public GraphExecutor Executor { get; }

    public Recorder Seen { get; private set; } = new();

    /// <summary>Validates a prompt written as <see cref="PromptText"/> says.</summary>
    public ValidationResult Validate(string prompt) => Validator.ValidateAsync(PromptText.Parse(prompt)).GetAwaiter().GetResult();

    /// <summary>Runs a prompt written as <see cref="PromptText"/> says; it must be good.</summary>
    public ExecutionOutcome Run(string prompt, Action<string>? onEvent = null, CancellationToken cancellation = default)
    {
        var result = Validate(prompt);
        Assert.That(result.NodeErrors.SelectMany(e => e.Value.Errors), Is.Empty);
        Assert.That(result.Error, Is.Null);
        return Run(result.Prompt!, onEvent, cancellation);
    }

    public ExecutionOutcome Run(ValidatedPrompt prompt, Action<string>? onEvent = null, CancellationToken cancellation = default)
    {
        Seen = new Recorder { OnEvent = onEvent };
        Captured.Clear();
        return Executor.Execute(new ExecutionRequest { PromptId = $"job {++_jobs}", Prompt = prompt }, Seen, cancellation);
    }

    /// <summary>Runs a prompt that must succeed, and gives what its node <c>out</c> (a Capture) received.</summary>
    public IReadOnlyList<string> Result(string prompt)
    {
        var outcome = Run(prompt);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Success), () => outcome.Error?.Exception.ToString() ?? "");
        return Captured["out"];
    }

    /// <summary>Runs a prompt that must fail.</summary>
    public ExecutionError Error(string prompt)
    {
        var outcome = Run(prompt);
        Assert.That(outcome.Status, Is.EqualTo(ExecutionStatus.Error));
        return outcome.Error!;
    }

    /// <summary>The error of a node in a prompt that must not be accepted: <c>type: details</c>, one for each.</summary>
    public IEnumerable<string> Refusals(string prompt, string node)
    {
        var result = Validate(prompt);
        Assert.That(result.Error, Is.Not.Null, "accepted");
        return result.NodeErrors[node].Errors.Select(e => $"{e.Type}: {e.Details}");
    }

    public void Dispose()
    {
        Executor.Clear();
        // A job that fails does not wait for what its async nodes hold; being cancelled, they let go of it soon.
        Assert.That(() => Executor.LiveResources, Is.Zero.After(20_000, 5), "parts of values still held");
    }

    /// <summary>Loads the pack as a server does: from its folder, as a plugin.</summary>
    public static LoadedPack LoadPack(NodeRegistry registry)
    {
        var folder = Path.GetFullPath(Path.Combine(TestData.File("README.md"), "../../conformance"));
        return new PackLoader(registry, new NodeServices(), NullLoggerFactory.Instance).Load([new PackFolder(folder, PackSource.Custom)]).Single();
    }

    private static LoadedPack AddPacks()
    {
        var pack = LoadPack(Registry);
        CorePack.AddTo(Registry);
        var own = Registry.AddPack([typeof(Capture)], "tests");
        Assert.That(own.Faults, Is.Empty);
        return pack;
    }
}
