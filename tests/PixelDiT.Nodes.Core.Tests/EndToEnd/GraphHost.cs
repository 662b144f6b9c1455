using System.Text.Json.Nodes;
using PixelDiT.Graph.Caching;
using PixelDiT.Graph.Execution;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Validation;
using PixelDiT.Nodes.Core.Tests.Support;
using PixelDiT.Nodes.Core.Values;
using TorchSharp;

namespace PixelDiT.Nodes.Core.Tests.EndToEnd;

/// <summary>A host with validator and executor: prompts go in as JSON, outcomes come out.</summary>
internal sealed class GraphHost : IDisposable
{
    private readonly GraphExecutor _executor;

    public GraphHost(IOutputCache? cache = null)
    {
        Host.Registry.AddPack([typeof(CaptureLatent)], "tests");
        Host.Services.Add(Captured);
        _executor = new GraphExecutor(Host.Registry, Host.Services, new ExecutorOptions { Cache = cache ?? new PressureCache() });
    }

    public TestHost Host { get; } = new TestHost().WithTinyModels();

    /// <summary>Latents that went through a <see cref="CaptureLatent"/> node.</summary>
    public List<float[]> Captured { get; } = [];

    public RecordingObserver Observer { get; private set; } = new();

    public int LiveResources => _executor.LiveResources;

    public ValidationResult Validate(JsonObject prompt) => 
        new PromptValidator(Host.Registry, Host.Services).ValidateAsync(prompt.DeepClone()).GetAwaiter().GetResult();

    public ExecutionOutcome Run(JsonObject prompt, bool previews = false, JsonObject? extra = null)
    {
        var validation = Validate(prompt);
        Assert.That(validation.NodeErrors.SelectMany(n => n.Value.Errors.Select(e => $"{n.Key}: {e.Message} {e.Details}")), Is.Empty, "validation");
        Observer = new RecordingObserver();
        var request = new ExecutionRequest { PromptId = Guid.NewGuid().ToString(), Prompt = validation.Prompt!, PreviewsWanted = previews, ExtraPngInfo = extra };
        return _executor.Execute(request, Observer, CancellationToken.None);
    }

    public void Clear() => _executor.Clear();

    public void Dispose()
    {
        _executor.Clear();
        Host.Dispose();
    }
}

/// <summary>Copies a latent out of a graph.</summary>
[Node("CaptureLatent", IsOutput = true)]
public sealed class CaptureLatent : Node
{
    [Input("LATENT")]
    public required Latent Samples { get; set; }

    public override NodeResult Run(NodeContext context)
    {
        context.Services.Get<List<float[]>>().Add(Samples.Samples.data<float>().ToArray());
        return NodeResult.Of();
    }
}
