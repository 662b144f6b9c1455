using PixelDiT.Graph.Declarations;
using PixelDiT.Graph.Nodes;
using PixelDiT.Graph.Prompts;

namespace PixelDiT.Graph.Validation;

/// <summary>
/// Asks nodes that judge their inputs themselves (protocol §5.4). A validator is a stranger's code: it runs on a thread of its own choice, so that one
/// that never returns costs that thread and a wait, not the request.
/// </summary>
internal sealed class CustomValidators(NodeServices services, TimeSpan patience, CancellationToken cancellation)
{
    // A class that hung once is not asked again: the wait for a prompt is bounded by its classes, not by its nodes.
    private readonly HashSet<NodeDeclaration> _hung = [];

    /// <summary>Null when the node's inputs are good, else why not; empty when it gives no reason.</summary>
    /// <param name="verdict">The node; its constants are coerced.</param>
    /// <param name="custom">Its validator.</param>
    /// <exception cref="TimeoutException">It did not return.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public async Task<string?> AskAsync(NodeVerdict verdict, CustomValidator custom)
    {
        if (_hung.Contains(verdict.Declaration))
        {
            throw Late(verdict, custom);
        }

        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var received = new ReceivedInputs(verdict.Declaration, Bind(verdict, (NodeBase)custom.Node), custom.Links, services, stop.Token);
        var judgement = Task.Run(() => Judge(custom.Node, received), CancellationToken.None);
        try
        {
            return await judgement.WaitAsync(patience, cancellation);
        }
        catch (TimeoutException) when (!judgement.IsCompleted)
        {
            _hung.Add(verdict.Declaration);
            _ = stop.CancelAsync();
            throw Late(verdict, custom);
        }
        finally
        {
            // Left alone, it may still look at its token.
            if (judgement.IsCompleted)
            {
                stop.Dispose();
            }
        }
    }

    private static Task<string?> Judge(IInputValidator node, ReceivedInputs received) =>
        node is IValidatesInputsAsync validator ? validator.ValidateInputsAsync(received) : Task.FromResult(((IValidatesInputs)node).ValidateInputs(received));

    private static Dictionary<string, object?> Bind(NodeVerdict verdict, NodeBase node)
    {
        var constants = new Dictionary<string, object?>();
        foreach (var input in verdict.Declaration.Checked)
        {
            if (verdict.FindInput(input.Name) is PromptInput.Literal literal)
            {
                constants.Add(input.Name, literal.Plain);
                InputBinder.Bind(verdict.Declaration, node, input, literal.Plain);
            }
        }

        return constants;
    }

    private TimeoutException Late(NodeVerdict verdict, CustomValidator custom) => new(
        $"The validator of node #{verdict.Node.Id} ({verdict.Node.ClassType}) did not return within {patience.TotalSeconds:0.###} s; it judges: {string.Join(", ", custom.Names)}.");
}

/// <summary>The validator of one node of a prompt.</summary>
/// <param name="Node">A node object made for this judgement.</param>
/// <param name="Names">The inputs that it judges.</param>
/// <param name="JudgesTypes">True when it judges the types of links as well.</param>
internal sealed record CustomValidator(IInputValidator Node, IReadOnlySet<string> Names, bool JudgesTypes)
{
    // ComfyUI's name for the types of all links, as an argument of validation functions.
    public const string TypesName = "input_types";

    /// <summary>The links that feed declared inputs, as far as they lead to an output.</summary>
    public Dictionary<string, ReceivedLink> Links { get; } = [];

    public static CustomValidator Of(NodeDeclaration declaration)
    {
        var node = (IInputValidator)declaration.CreateNode();
        return new CustomValidator(node, node.ValidatedInputs.ToHashSet(), node.ValidatesTypes);
    }
}
