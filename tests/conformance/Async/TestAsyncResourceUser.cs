using System.Collections.Concurrent;
using PixelDiT.Graph.Nodes;

namespace PixelDiT.Conformance.Async;

/// <summary>Passes a value on after it had a named resource for itself for a while.</summary>
[Node("TestAsyncResourceUser", Title = "Test Async Resource User", Category = "experimental/async", Module = Pack.Module)]
[Output("*")]
internal sealed class TestAsyncResourceUser : AsyncNode
{
    // For the whole process, as the resources are.
    private static readonly ConcurrentDictionary<string, bool> InUse = new();

    [Input("*", Options = "{}")]
    public object? Value { get; set; }

    [StringInput(Default = "resource_0")]
    public required string ResourceId { get; set; }

    /// <summary>In seconds.</summary>
    [FloatInput(Default = 0.1, Min = 0.0, Max = 1.0)]
    public required double Duration { get; set; }

    public override async Task<NodeResult> RunAsync(NodeContext context)
    {
        if (!InUse.TryAdd(ResourceId, true))
        {
            throw new ResourceInUseException(ResourceId);
        }

        try
        {
            await context.PauseAsync(Duration);
            return NodeResult.Of(Value);
        }
        finally
        {
            InUse.TryRemove(ResourceId, out _);
        }
    }
}

/// <summary>Two nodes want the same resource.</summary>
internal sealed class ResourceInUseException(string resourceId) : Exception($"Resource {resourceId} is already in use!")
{
    /// <summary>The resource.</summary>
    public string ResourceId { get; } = resourceId;
}
