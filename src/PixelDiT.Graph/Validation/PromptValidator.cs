using System.Text.Json.Nodes;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;
using PixelDiT.Graph.Registry;

namespace PixelDiT.Graph.Validation;

/// <summary>
/// Judges prompts (protocol §5): every fault of the nodes that the outputs need, in ComfyUI's words. Takes time in proportion to nodes and
/// links, recurses nowhere, and throws for no prompt whatever. Validators of nodes may wait for something outside, so it may too. Safe for use from
/// several threads.
/// </summary>
/// <param name="registry">The node classes.</param>
/// <param name="services">What choices and custom validators may use.</param>
/// <param name="limits">Bounds; null for <see cref="PromptLimits.Default"/>.</param>
public sealed class PromptValidator(NodeRegistry registry, NodeServices services, PromptLimits? limits = null)
{
    /// <summary>
    /// How long a node's own validator may take. One that takes longer is left alone and its node gets an error
    /// (<see cref="ErrorTypes.ExceptionDuringInnerValidation"/>); other nodes of its class in the prompt are then not asked. Default 30 s.
    /// </summary>
    public TimeSpan ValidatorPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Validates a prompt.</summary>
    /// <param name="prompt">
    /// The graph in API form. It is taken over: coerced values are written into it, and the result refers to it. Null stands for JSON's null;
    /// a request without any prompt is answered with <see cref="PromptErrors.NoPrompt"/> by the caller.
    /// </param>
    /// <param name="targets">Only these outputs are wanted; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public async Task<ValidationResult> ValidateAsync(JsonNode? prompt, IReadOnlyList<string>? targets = null, CancellationToken cancellation = default)
    {
        PromptGraph graph;
        try
        {
            graph = PromptReader.Read(prompt, limits);
        }
        catch (PromptFormatException e)
        {
            return Refuse(e.Error);
        }

        if (FirstUnknownClass(graph) is { } unknown)
        {
            return Refuse(unknown);
        }

        var walk = new ValidationWalk(graph, registry, services, (JsonObject)prompt!, ValidatorPatience, cancellation);
        var wanted = targets is null ? null : new HashSet<string>(targets);
        var outputs = graph.Nodes.Where(n => registry.Find(n.ClassType!)!.IsOutput && wanted?.Contains(n.Id) != false).Select(n => n.Id).ToList();
        return outputs.Count == 0 ? Refuse(PromptErrors.NoOutputs()) : await walk.RunAsync(outputs);
    }

    internal static ValidationResult Refuse(PromptError error) => new() { Error = error, NodeErrors = new Dictionary<string, NodeErrors>() };

    private PromptError? FirstUnknownClass(PromptGraph graph)
    {
        foreach (var node in graph.Nodes)
        {
            if (node is { ClassType: null, ClassTypeFault: null })
            {
                return PromptErrors.NoClassType(node);
            }

            if (node.ClassType is null || registry.Find(node.ClassType) is null)
            {
                return PromptErrors.UnknownClass(node);
            }
        }

        return null;
    }
}
